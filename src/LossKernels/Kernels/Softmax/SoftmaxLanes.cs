using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>The loops of <see cref="SoftmaxKernel"/> at one vector width.</summary>
internal static class SoftmaxLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The tail of every row; of one with a negative label, any number.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="tails">Where they go.</param>
    /// <param name="gaps">Which gaps are written in the same walk, if any.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static void Tails(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowGaps<T> gaps, Span<T> buffer)
    {
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<T> terms = stackalloc T[TailTerm.TableSize];
        Span<int> someLabels = stackalloc int[TailTerm.TableLength];
        Span<double> sums = stackalloc double[TailTerm.TableLength];
        bool goesAlong = RowWalk.GoesAlong(logits);

        // The pivots of more rows than are asked for ahead would be waited for.
        int rowsAlong = Math.Max(1, Prefetch.Farthest<T>() / logits.Classes);
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = Math.Min(TailTerm.TableLength, goesAlong ? Math.Min(logits.Rows - row, rowsAlong) : Tiles<T>.Length(logits, row, TLanes.Count));
            labels.Slice(row, rows).CopyTo(someLabels);
            TailOperator<TLanes, TVector, T> walked = new(in someLabels[0], in terms[0]);
            if (goesAlong)
            {
                Picked<TLanes, TVector, T>.Along(logits, row, someLabels[..rows], pivots);
                TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, terms);
                ClassWalk<TLanes, TVector, T>.Along(in logits[row][0], rows, logits.Classes, ref walked, ref sums[0]);
                GapsAlong(logits, row, pivots[..rows], gaps);
            }
            else
            {
                Tiles<T> tiles = Tiles<T>.Of(logits, row, rows, TLanes.Count, buffer);
                Picked<TLanes, TVector, T>.Write(tiles, logits.Classes, someLabels, pivots);
                TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, terms);
                ClassWalk<TLanes, TVector, T>.Down(tiles, logits.Classes, walked, ref sums[0]);
                GapsDown(tiles, gaps.TilesOf(row, rows, TLanes.Count), row, pivots[..rows], gaps);
            }

            TailTerm.Complete<T>(pivots, terms, sums[..Lanes.Whole(rows, TailTerm.Step)]);
            sums[..rows].CopyTo(tails[row..]);
        }
    }

    /// <summary>Gaps alone.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="gaps">Where they go, and of what.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static void Gaps(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowGaps<T> gaps, Span<T> buffer)
    {
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<int> someLabels = stackalloc int[TailTerm.TableLength];
        bool goesAlong = RowWalk.GoesAlong(logits);
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = Math.Min(TailTerm.TableLength, goesAlong ? logits.Rows - row : Tiles<T>.Length(logits, row, TLanes.Count));
            labels.Slice(row, rows).CopyTo(someLabels);
            if (goesAlong)
            {
                Picked<TLanes, TVector, T>.Along(logits, row, someLabels[..rows], pivots);
                GapsAlong(logits, row, pivots[..rows], gaps);
            }
            else
            {
                Tiles<T> tiles = Tiles<T>.Of(logits, row, rows, TLanes.Count, buffer);
                Picked<TLanes, TVector, T>.Write(tiles, logits.Classes, someLabels, pivots);
                GapsDown(tiles, gaps.TilesOf(row, rows, TLanes.Count), row, pivots[..rows], gaps);
            }
        }
    }

    /// <summary>Gaps of some rows that lie side by side, if any are wanted.</summary>
    public static void GapsAlong(TensorBlock<T> logits, int row, ReadOnlySpan<T> pivots, RowGaps<T> gaps)
    {
        for (int r = 0; r < pivots.Length && !gaps.IsEmpty; r++)
        {
            gaps.Values[row + r] = GapOfRow(logits[row + r], gaps.Targets[row + r], TLanes.Spread(in pivots[r], 0), gaps.SkipsZeros);
        }
    }

    /// <summary>Gaps of the rows of some tiles, if any are wanted.</summary>
    public static void GapsDown(Tiles<T> tiles, Tiles<T> targets, int row, ReadOnlySpan<T> pivots, RowGaps<T> gaps)
    {
        if (gaps.IsEmpty)
        {
            return;
        }

        if (pivots.Length >= TLanes.Count)
        {
            GapsOfTiles(tiles, targets, gaps.Targets.Classes, pivots, gaps.SkipsZeros, gaps.Values.Slice(row, pivots.Length));
            return;
        }

        Lanes16<double> last = default;
        GapsOfTiles(tiles, targets, gaps.Targets.Classes, pivots, gaps.SkipsZeros, last);
        last[..pivots.Length].CopyTo(gaps.Values[row..]);
    }

    // Writes those of whole tiles.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void GapsOfTiles(Tiles<T> tiles, Tiles<T> targets, int classes, ReadOnlySpan<T> pivots, bool skipsZeros, Span<double> gaps)
    {
        TVector all = TLanes.OfBits(-1);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            LaneSums<TLanes, TVector, T> sum = default;
            AddGap(
                in Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance),
                tiles.Stride,
                in Unsafe.Add(ref Unsafe.AsRef(in targets.First), tile * targets.Advance),
                targets.Stride,
                classes,
                TLanes.Load(in MemoryMarshal.GetReference(pivots), tile * TLanes.Count),
                all,
                skipsZeros,
                ref sum);
            sum.Store(ref gaps[tile * TLanes.Count]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double GapOfRow(ReadOnlySpan<T> row, ReadOnlySpan<T> target, TVector pivot, bool skipZeros)
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        LaneSums<TLanes, TVector, T> lower = default;
        LaneSums<TLanes, TVector, T> upper = default;
        for (int offset = 0; offset < step; offset += TLanes.Count)
        {
            ref T logits = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), offset);
            ref T targets = ref Unsafe.Add(ref MemoryMarshal.GetReference(target), offset);
            ref LaneSums<TLanes, TVector, T> sum = ref offset == 0 ? ref lower : ref upper;
            AddGap(in logits, step, in targets, step, row.Length / step, pivot, TLanes.OfBits(-1), skipZeros, ref sum);
            int rest = row.Length % step;
            if (rest > 0)
            {
                int back = row.Length - step;
                TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(step - rest - offset);
                AddGap(in Unsafe.Add(ref logits, back), step, in Unsafe.Add(ref targets, back), step, 1, pivot, isNew, skipZeros, ref sum);
            }
        }

        return LaneSums<TLanes, TVector, T>.Total(lower, upper);
    }

    // Adds t_j (pivot - x_j) in double. Steps whose targets are all zero, most of them in one-hot rows, add nothing but the NaN that zero times infinity is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGap(
        ref readonly T logits,
        nint stride,
        ref readonly T targets,
        nint targetStride,
        int steps,
        TVector pivot,
        TVector mask,
        bool skipZeros,
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

            // A difference of zero, whatever the logit: one of doubles may overflow.
            sums.AddWeightedGap(pivots, TLanes.Select(isZero, pivot, x), t);
        }

        if (!skipZeros)
        {
            sums.Add(nothing);
        }

        sum = sums;
    }
}
