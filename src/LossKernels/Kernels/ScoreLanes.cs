using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>Brier scores against targets of any kind at one vector width: of every row the sum of (factor term_j - t_j)^2.</summary>
internal static class ScoreLanes<TLanes, TVector, T, TTerm>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    where TTerm : struct, IQualityTerm<TTerm, TLanes, TVector, T>
{
    /// <summary>Walks all rows.</summary>
    /// <param name="block">The values.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="term">What becomes of a value.</param>
    /// <param name="factors">By what a row's terms are multiplied.</param>
    /// <param name="scores">Where the sums go.</param>
    public static void Walk(
        TensorBlock<T> block, TensorBlock<T> targets, ReadOnlySpan<int> labels, TTerm term, ReadOnlySpan<double> factors, Span<double> scores)
    {
        if (RowWalk.GoesAlong(block))
        {
            for (int r = 0; r < block.Rows; r++)
            {
                scores[r] = Along(block[r], targets[r], term, labels[r], factors[r]);
            }
        }
        else
        {
            Across(block, targets, labels, term, factors, scores);
        }
    }

    private static void Across(
        TensorBlock<T> block, TensorBlock<T> targets, ReadOnlySpan<int> labels, TTerm term, ReadOnlySpan<double> factors, Span<double> scores)
    {
        using TileBuffer<T> buffer = new(block);
        using TileBuffer<T> targetBuffer = new(targets);
        Lanes16<T> pivots = default;
        Lanes16<T> tileFactors = default;
        Lanes16<double> wideFactors = default;
        Lanes16<double> tileScores = default;
        for (int row = 0, rows; row < block.Rows; row += rows)
        {
            rows = Tiles<T>.Length(block, row, TLanes.Count);
            Tiles<T> tiles = Tiles<T>.Of(block, row, rows, TLanes.Count, buffer.Values);
            Tiles<T> targetTiles = Tiles<T>.Of(targets, row, rows, TLanes.Count, targetBuffer.Values);
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                int start = row + (tile * TLanes.Count);
                int count = Math.Min(TLanes.Count, block.Rows - start);
                for (int lane = 0; lane < count; lane++)
                {
                    pivots[lane] = block[start + lane, labels[start + lane]];
                }

                Factors(pivots, factors.Slice(start, count), wideFactors);
                TensorPrimitives.ConvertTruncating<double, T>(wideFactors, tileFactors);
                LaneSums<TLanes, TVector, T> sum = default;
                Add(
                    in Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance),
                    tiles.Stride,
                    in Unsafe.Add(ref Unsafe.AsRef(in targetTiles.First), tile * targetTiles.Advance),
                    targetTiles.Stride,
                    block.Classes,
                    TLanes.OfBits(-1),
                    term.At(TLanes.Load(in pivots[0], 0)),
                    TLanes.Load(in tileFactors[0], 0),
                    ref sum);
                sum.Store(ref tileScores[0]);
                tileScores[..count].CopyTo(scores[start..]);
            }
        }
    }

    // The factors of some rows, and what their terms lack.
    private static void Factors(ReadOnlySpan<T> pivots, ReadOnlySpan<double> factors, Span<double> results)
    {
        if (TTerm.IsExact)
        {
            factors.CopyTo(results);
            return;
        }

        TailTerm.Factors(pivots, results);
        TensorPrimitives.Multiply(results[..factors.Length], factors, results);
    }

    private static double Along(ReadOnlySpan<T> row, ReadOnlySpan<T> targets, TTerm term, int label, double factor)
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        int rest = row.Length % step;
        int back = row.Length - step;
        Lanes16<T> pivots = default;
        Lanes16<double> wideFactors = default;
        pivots[0] = row[label];
        Factors(pivots, new ReadOnlySpan<double>(in factor), wideFactors);
        TVector factors = TLanes.Of(wideFactors[0]);
        term = term.At(TLanes.Spread(in row[label], 0));
        LaneSums<TLanes, TVector, T> lower = default;
        LaneSums<TLanes, TVector, T> upper = default;
        for (int offset = 0; offset < step; offset += TLanes.Count)
        {
            ref T x = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), offset);
            ref T t = ref Unsafe.Add(ref MemoryMarshal.GetReference(targets), offset);
            ref LaneSums<TLanes, TVector, T> sum = ref offset == 0 ? ref lower : ref upper;
            Add(in x, step, in t, step, row.Length / step, TLanes.OfBits(-1), term, factors, ref sum);
            if (rest > 0)
            {
                // The last step reaches back to values that were there before.
                TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(step - rest - offset);
                Add(in Unsafe.Add(ref x, back), step, in Unsafe.Add(ref t, back), step, 1, isNew, term, factors, ref sum);
            }
        }

        return LaneSums<TLanes, TVector, T>.Total(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add(
        ref readonly T values,
        nint stride,
        ref readonly T targets,
        nint targetStride,
        nint steps,
        TVector mask,
        TTerm term,
        TVector factor,
        ref LaneSums<TLanes, TVector, T> sum)
    {
        LaneSums<TLanes, TVector, T> sums = sum;
        for (nint step = 0; step < steps; step++)
        {
            TVector share = TLanes.Multiply(term.Of(TLanes.Load(in values, step * stride)), factor);
            TVector difference = TLanes.And(TLanes.Subtract(share, TLanes.Load(in targets, step * targetStride)), mask);
            sums.AddProduct(difference, difference);
        }

        sum = sums;
    }
}
