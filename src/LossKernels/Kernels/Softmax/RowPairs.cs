using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Rows of two numbers, side by side or in two columns, as many at a time as a vector has lanes.</summary>
/// <param name="first">The first number of the first row.</param>
/// <param name="classStride">How far apart the numbers of a row lie.</param>
internal readonly ref struct RowPairs<TLanes, TVector, T>(ref readonly T first, nint classStride) : IPairs<TVector>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly ref readonly T _first = ref first;
    private readonly bool _areSideBySide = classStride == 1;
    private readonly nint _ahead = Prefetch.Farthest<T>() / (classStride == 1 ? 1 : 2);
    private readonly nint _next = classStride == 1 ? TLanes.Count : classStride;

    /// <summary>The numbers of as many rows, from one on; those of rows further on are asked for.</summary>
    public (TVector First, TVector Second) this[nint row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            nint place = _areSideBySide ? 2 * row : row;
            nint ahead = place + _ahead;
            Prefetch.Of(in _first, ahead);
            Prefetch.Of(in _first, ahead + _next);
            return _areSideBySide
                ? TLanes.LoadPairs(in _first, place)
                : (TLanes.Load(in _first, place), TLanes.Load(in _first, place + _next));
        }
    }

    /// <summary>Copies rows that are fewer than there are lanes to where they can be read as if they were as many, and takes zeros for the others.</summary>
    /// <param name="block">Rows of two.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="pairs">Room for twice as many numbers as there are lanes.</param>
    public static RowPairs<TLanes, TVector, T> Copied(TensorBlock<T> block, int row, int rows, Span<T> pairs)
    {
        pairs.Clear();
        for (int r = 0; r < rows; r++)
        {
            pairs[2 * r] = block[row + r, 0];
            pairs[(2 * r) + 1] = block[row + r, 1];
        }

        return new(in MemoryMarshal.GetReference(pairs), 1);
    }
}
