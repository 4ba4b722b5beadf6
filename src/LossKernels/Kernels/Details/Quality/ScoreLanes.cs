using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>Brier scores against targets of any kind at one vector width: of every row the sum of (factor term_j - t_j)^2.</summary>
internal static class ScoreLanes<TLanes, TVector, T, TTerm>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    where TTerm : struct, IQualityTerm<TTerm, TLanes, TVector, T>
{
    // As many rows as are walked in one call along them.
    private const int RowsTogether = 16;

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
            Along(block, targets, labels, term, factors, scores);
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

    private static void Along(
        TensorBlock<T> block, TensorBlock<T> targets, ReadOnlySpan<int> labels, TTerm term, ReadOnlySpan<double> factors, Span<double> scores)
    {
        Lanes16<T> pivots = default;
        Lanes16<T> someFactors = default;
        Lanes16<double> wideFactors = default;
        Lanes16<LaneSums<TLanes, TVector, T>> lower = default;
        Lanes16<LaneSums<TLanes, TVector, T>> upper = default;
        for (int row = 0; row < block.Rows; row += RowsTogether)
        {
            int rows = Math.Min(RowsTogether, block.Rows - row);
            for (int r = 0; r < rows; r++)
            {
                pivots[r] = block[row + r][labels[row + r]];
            }

            Factors(pivots, factors.Slice(row, rows), wideFactors);
            TensorPrimitives.ConvertTruncating<double, T>(wideFactors, someFactors);
            AddRows(in block[row][0], in targets[row][0], rows, block.Classes, 0, in pivots[0], in someFactors[0], term, ref lower[0]);
            if (TLanes.Count < ClassWalk<TLanes, TVector, T>.RowStep)
            {
                AddRows(in block[row][0], in targets[row][0], rows, block.Classes, TLanes.Count, in pivots[0], in someFactors[0], term, ref upper[0]);
            }

            for (int r = 0; r < rows; r++)
            {
                scores[row + r] = LaneSums<TLanes, TVector, T>.Total(lower[r], upper[r]);
            }
        }
    }

    // Of each row the lanes of its steps from an offset on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRows(
        ref readonly T values,
        ref readonly T targets,
        nint rows,
        nint classes,
        nint offset,
        ref readonly T pivots,
        ref readonly T factors,
        TTerm term,
        ref LaneSums<TLanes, TVector, T> sums)
    {
        nint step = ClassWalk<TLanes, TVector, T>.RowStep;
        for (nint r = 0; r < rows; r++)
        {
            TTerm own = term.At(TLanes.Spread(in pivots, r));
            TVector factor = TLanes.Spread(in factors, r);
            LaneSums<TLanes, TVector, T> sum = default;
            nint index = (r * classes) + offset;
            nint last = index + classes - step;
            for (; index <= last; index += step)
            {
                TVector share = TLanes.Multiply(own.Of(TLanes.Load(in values, index)), factor);
                TVector difference = TLanes.Subtract(share, TLanes.Load(in targets, index));
                sum.AddProduct(difference, difference);
            }

            if (index < last + step)
            {
                // The last step reaches back to values that were there before.
                TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>((int)(index - last - offset));
                TVector share = TLanes.Multiply(own.Of(TLanes.Load(in values, last)), factor);
                TVector difference = TLanes.And(TLanes.Subtract(share, TLanes.Load(in targets, last)), isNew);
                sum.AddProduct(difference, difference);
            }

            Unsafe.Add(ref sums, r) = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add(
        ref readonly T values,
        nint stride,
        ref readonly T targets,
        nint targetStride,
        nint steps,
        TTerm term,
        TVector factor,
        ref LaneSums<TLanes, TVector, T> sum)
    {
        LaneSums<TLanes, TVector, T> sums = sum;
        for (nint step = 0; step < steps; step++)
        {
            TVector share = TLanes.Multiply(term.Of(TLanes.Load(in values, step * stride)), factor);
            TVector difference = TLanes.Subtract(share, TLanes.Load(in targets, step * targetStride));
            sums.AddProduct(difference, difference);
        }

        sum = sums;
    }
}
