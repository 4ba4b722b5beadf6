using System.Runtime.CompilerServices;
using LossKernels.Kernels.Softmax;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>The targets of rows of two classes: one at the class of its number, zeros where the row is left out.</summary>
/// <param name="first">The class number of the first row.</param>
internal readonly ref struct LabelPairs<TLanes, TVector, T>(ref readonly int first) : IPairs<TVector>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly ref readonly int _first = ref first;

    public static bool AreHot => true;

    public (TVector First, TVector Second) this[nint row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            TVector label = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in _first), row));
            return (TLanes.And(TLanes.EqualBits(label, TLanes.OfBits(0)), TLanes.Of(1)), TLanes.And(TLanes.EqualBits(label, TLanes.OfBits(1)), TLanes.Of(1)));
        }
    }
}
