using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// The gap of every row, the sum of t_j (pivot - x_j), in double. A target of zero has a difference of zero, whatever the logit: rows, and tiles, of which
/// that has to be told are looked at once more.
/// </summary>
internal static class GapLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // So far ahead targets are asked for, which the second-level cache has.
    private const int Near = 256;

    /// <summary>Writes those of all rows, which lie side by side, if any are wanted.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="gaps">Where they go, and of what.</param>
    public static void Along(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowGaps<T> gaps)
    {
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        for (int row = 0, rows; row < gaps.Values.Length; row += rows)
        {
            rows = Math.Min(TailTerm.TableLength, logits.Rows - row);
            Picked<TLanes, TVector, T>.Along(logits, row, labels.Slice(row, rows), pivots);
            Along(logits, row, pivots[..rows], gaps);
        }
    }

    /// <summary>Those of some rows that lie side by side, if any are wanted.</summary>
    public static void Along(TensorBlock<T> logits, int row, ReadOnlySpan<T> pivots, RowGaps<T> gaps)
    {
        if (gaps.IsEmpty)
        {
            return;
        }

        Span<double> values = gaps.Values.Slice(row, pivots.Length);
        OfRows(in logits[row][0], in gaps.Targets[row][0], logits.Classes, pivots, values);
        for (int r = 0; r < values.Length; r++)
        {
            if (!double.IsFinite(values[r]))
            {
                values[r] = OfTargets(logits[row + r], gaps.Targets[row + r], TLanes.Spread(in pivots[r], 0), gaps.SkipsZeros);
            }
        }
    }

    /// <summary>Those of the rows of some tiles, if any are wanted.</summary>
    public static void Down(Tiles<T> tiles, Tiles<T> targets, int row, ReadOnlySpan<T> pivots, RowGaps<T> gaps)
    {
        if (gaps.IsEmpty)
        {
            return;
        }

        if (pivots.Length >= TLanes.Count)
        {
            OfTiles(tiles, targets, gaps.Targets.Classes, pivots, gaps.SkipsZeros, gaps.Values.Slice(row, pivots.Length));
            return;
        }

        Lanes16<double> last = default;
        OfTiles(tiles, targets, gaps.Targets.Classes, pivots, gaps.SkipsZeros, last);
        last[..pivots.Length].CopyTo(gaps.Values[row..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OfTiles(Tiles<T> tiles, Tiles<T> targets, int classes, ReadOnlySpan<T> pivots, bool skipsZeros, Span<double> gaps)
    {
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T logit = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T target = ref Unsafe.Add(ref Unsafe.AsRef(in targets.First), tile * targets.Advance);
            TVector pivot = TLanes.Load(in MemoryMarshal.GetReference(pivots), tile * TLanes.Count);
            LaneSums<TLanes, TVector, T> ofPivots = default;
            ofPivots.Add(pivot);
            LaneSums<TLanes, TVector, T> sum = default;
            for (nint c = 0; c < classes; c++)
            {
                sum.AddWeightedGap(ofPivots, in logit, c * tiles.Stride, in target, c * targets.Stride);
            }

            if (!sum.AreFinite)
            {
                sum = default;
                AddOfTargets(in logit, tiles.Stride, in target, targets.Stride, classes, pivot, TLanes.OfBits(-1), skipsZeros, ref sum);
            }

            sum.Store(ref gaps[tile * TLanes.Count]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OfRows(ref readonly T logits, ref readonly T targets, nint classes, ReadOnlySpan<T> pivots, Span<double> gaps)
    {
        nint step = ClassWalk<TLanes, TVector, T>.RowStep;
        nint rest = classes % step;
        for (int r = 0; r < pivots.Length; r++)
        {
            ref readonly T logit = ref Unsafe.Add(ref Unsafe.AsRef(in logits), r * classes);
            ref readonly T target = ref Unsafe.Add(ref Unsafe.AsRef(in targets), r * classes);
            LaneSums<TLanes, TVector, T> pivot = default;
            pivot.Add(TLanes.Spread(in pivots[r], 0));
            LaneSums<TLanes, TVector, T> lower = default;
            LaneSums<TLanes, TVector, T> sum = default;
            for (nint offset = 0; offset < step; offset += TLanes.Count)
            {
                lower = sum;
                sum = default;
                for (nint i = offset; i < classes - rest; i += step)
                {
                    Prefetch.Of(in target, i + Near);
                    sum.AddWeightedGap(pivot, in logit, i, in target, i);
                }

                if (rest > 0)
                {
                    nint last = classes - step + offset;
                    TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>((int)(step - rest - offset));
                    sum.AddWeightedGap(pivot, TLanes.Load(in logit, last), TLanes.And(TLanes.Load(in target, last), isNew));
                }
            }

            gaps[r] = LaneSums<TLanes, TVector, T>.Total(ClassWalk<TLanes, TVector, T>.IsHalf ? lower : sum, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double OfTargets(ReadOnlySpan<T> row, ReadOnlySpan<T> target, TVector pivot, bool skipsZeros)
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        LaneSums<TLanes, TVector, T> lower = default;
        LaneSums<TLanes, TVector, T> upper = default;
        for (int offset = 0; offset < step; offset += TLanes.Count)
        {
            ref T logits = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), offset);
            ref T targets = ref Unsafe.Add(ref MemoryMarshal.GetReference(target), offset);
            ref LaneSums<TLanes, TVector, T> sum = ref offset == 0 ? ref lower : ref upper;
            AddOfTargets(in logits, step, in targets, step, row.Length / step, pivot, TLanes.OfBits(-1), skipsZeros, ref sum);
            int rest = row.Length % step;
            if (rest > 0)
            {
                int back = row.Length - step;
                TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(step - rest - offset);
                AddOfTargets(in Unsafe.Add(ref logits, back), step, in Unsafe.Add(ref targets, back), step, 1, pivot, isNew, skipsZeros, ref sum);
            }
        }

        return LaneSums<TLanes, TVector, T>.Total(lower, upper);
    }

    // Adds t_j (pivot - x_j); of zero times infinity, where that is not skipped, what is no number. Steps whose targets are all zero add nothing else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOfTargets(
        ref readonly T logits,
        nint stride,
        ref readonly T targets,
        nint targetStride,
        int steps,
        TVector pivot,
        TVector mask,
        bool skipsZeros,
        ref LaneSums<TLanes, TVector, T> sum)
    {
        LaneSums<TLanes, TVector, T> sums = sum;
        LaneSums<TLanes, TVector, T> pivots = default;
        pivots.Add(pivot);
        TVector zero = TLanes.Of(0);
        TVector nothing = zero;
        for (nint step = 0; step < steps; step++)
        {
            // What is masked is neither a target nor, at infinity, times zero.
            TVector x = TLanes.Select(mask, TLanes.Load(in logits, step * stride), pivot);
            TVector t = TLanes.And(TLanes.Load(in targets, step * targetStride), mask);
            TVector isZero = TLanes.Equal(t, zero);
            nothing = TLanes.Fma(TLanes.And(x, isZero), zero, nothing);
            if (TLanes.IsZero(t))
            {
                continue;
            }

            sums.AddWeightedGap(pivots, TLanes.Select(isZero, pivot, x), t);
        }

        if (!skipsZeros)
        {
            sums.Add(nothing);
        }

        sum = sums;
    }
}
