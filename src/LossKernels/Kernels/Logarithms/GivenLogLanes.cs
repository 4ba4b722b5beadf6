using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Logarithms;

/// <summary>The loops of <see cref="GivenLogs"/> at one vector width, along rows or across them as <see cref="ClassWalk{TLanes, TVector, T}"/> does.</summary>
internal static class GivenLogLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The sums of all rows of a block.</summary>
    public static void Sum(TensorBlock<T> logarithms, TensorBlock<T> targets, bool skipsZeros, Span<double> sums)
    {
        if (RowWalk.GoesAlong(logarithms))
        {
            Along(in logarithms[0][0], in targets[0][0], logarithms.Rows, logarithms.Classes, skipsZeros, ref sums[0]);
            return;
        }

        using TileBuffer<T> buffer = new(logarithms);
        using TileBuffer<T> targetBuffer = new(targets);
        Lanes16<double> last = default;
        for (int row = 0, rows; row < logarithms.Rows; row += rows)
        {
            rows = Tiles<T>.Length(logarithms, row, TLanes.Count);
            Tiles<T> tiles = Tiles<T>.Of(logarithms, row, rows, TLanes.Count, buffer.Values);
            Tiles<T> targetTiles = Tiles<T>.Of(targets, row, rows, TLanes.Count, targetBuffer.Values);
            bool isLast = rows < TLanes.Count;
            Down(tiles, targetTiles, logarithms.Classes, skipsZeros, ref isLast ? ref last[0] : ref sums[row]);
            if (isLast)
            {
                last[..rows].CopyTo(sums[row..]);
            }
        }
    }

    // Rows of at least as many values as a step has lanes, one row after the other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Along(ref readonly T logarithms, ref readonly T targets, int rows, int classes, bool skipsZeros, ref double sums)
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        nint ahead = Prefetch.Farthest<T>();
        nint last = classes - step;
        nint lane = 0;
        TVector skipped = TLanes.OfBits(skipsZeros ? -1 : 0);
        LaneSums<TLanes, TVector, T> lower = default;
        for (int r = 0; r < rows;)
        {
            nint start = ((nint)r * classes) + lane;
            ref readonly T row = ref Unsafe.Add(ref Unsafe.AsRef(in logarithms), start);
            ref readonly T target = ref Unsafe.Add(ref Unsafe.AsRef(in targets), start);
            LaneSums<TLanes, TVector, T> sum = default;
            nint index = 0;
            for (; index <= last; index += step)
            {
                Prefetch.Of(in row, index + ahead);
                Prefetch.Of(in target, index + ahead);
                Add(ref sum, TLanes.Load(in row, index), TLanes.Load(in target, index), skipped);
            }

            if (index < classes)
            {
                // The last step reaches back to values that were there before; these count for nothing.
                TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>((int)(index - last - lane));
                Add(ref sum, TLanes.And(TLanes.Load(in row, last), isNew), TLanes.And(TLanes.Load(in target, last), isNew), skipped);
            }

            if (ClassWalk<TLanes, TVector, T>.IsHalf && lane == 0)
            {
                lane = TLanes.Count;
                lower = sum;
                continue;
            }

            Unsafe.Add(ref sums, r) = LaneSums<TLanes, TVector, T>.Total(ClassWalk<TLanes, TVector, T>.IsHalf ? lower : sum, sum);
            lane = 0;
            r++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Down(Tiles<T> tiles, Tiles<T> targets, int classes, bool skipsZeros, ref double sums)
    {
        TVector skipped = TLanes.OfBits(skipsZeros ? -1 : 0);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T column = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T target = ref Unsafe.Add(ref Unsafe.AsRef(in targets.First), tile * targets.Advance);
            LaneSums<TLanes, TVector, T> sum = default;
            for (nint c = 0; c < classes; c++)
            {
                Add(ref sum, TLanes.Load(in column, c * tiles.Stride), TLanes.Load(in target, c * targets.Stride), skipped);
            }

            sum.Store(ref Unsafe.Add(ref sums, tile * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref LaneSums<TLanes, TVector, T> sum, TVector logarithm, TVector target, TVector skipped)
    {
        TVector isSkipped = TLanes.And(TLanes.Equal(target, TLanes.Of(0)), skipped);
        sum.AddProduct(target, TLanes.AndNot(TLanes.Subtract(TLanes.Of(0), logarithm), isSkipped));
    }
}
