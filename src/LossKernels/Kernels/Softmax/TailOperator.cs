using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Adds up e^(x - pivot), but for the factor of the pivot, of all classes but the pivot's own.</summary>
/// <param name="labels">The class number of each row's pivot.</param>
/// <param name="terms">The table of their terms.</param>
internal ref struct TailOperator<TLanes, TVector, T>(ref readonly int labels, ref readonly T terms) : IRowOperator<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly ref readonly int _labels = ref labels;
    private readonly ref readonly T _terms = ref terms;
    private TailTerm<TLanes, TVector, T> _term;
    private TVector _own;
    private int _label;

    // The terms are rounded.
    public readonly int LeftOut
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _label;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnterRow(ref readonly T row, int number)
    {
        _label = Math.Max(0, Unsafe.Add(ref Unsafe.AsRef(in _labels), number));
        _own = TLanes.OfBits(_label);
        _term = TailTerm<TLanes, TVector, T>.Spread(in _terms, number);
    }

    public readonly void LeaveRow(int lane)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Of(TVector values) => _term.Of(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Add(TVector sum, TVector term, TVector numbers) =>
        TLanes.AddUnlessEqualBits(sum, term, numbers, _own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew) => Add(sum, Of(values), numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector AddOthers(TVector sum, TVector values, nint index) => TLanes.Add(sum, Of(values));
}
