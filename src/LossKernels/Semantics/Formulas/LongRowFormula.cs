using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Parts;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// <see cref="RowFormula{T}"/> where rows have many classes: these are taken in the data type, some at a time along the row, and added up in double.
/// The most probable class alone is taken in double, and so are rows whose loss is no finite number then.
/// </summary>
/// <param name="terms">What the loss is made of; not a generalised one, nor of logarithms.</param>
/// <param name="picked">How predictions become the probability of one class.</param>
/// <param name="kernel">The loss of a class.</param>
/// <param name="sumClip">Where probabilities are clipped before they are added up.</param>
/// <param name="clip">Where probabilities are clipped at the end.</param>
/// <param name="general">The same loss of any rows, and its derivatives.</param>
internal sealed class LongRowFormula<T>(
    FormulaTerms terms, IPickedDistribution<T> picked, RowLossKernel kernel, ClipBounds sumClip, ClipBounds clip, LossFormula<T> general) : ShortFormula<T>(general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // So many classes are taken at once, a multiple of the lanes of any vector: they stay in the first-level cache.
    private const int PartLength = 512;
    private const int MostLanes = 16;

    private readonly ClassTerms<T> _classes = new(terms.Point, sumClip, clip);
    private readonly TermFactors<T> _factors = new(terms);

    public override int ScratchPerRow => picked.ScratchPerRow;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (!RowWalk.GoesAlong(predictions) || (targets.Labels.IsEmpty && !targets.Block.HasRows))
        {
            return General.Evaluate(predictions, targets, losses, scratch, quality);
        }

        if (!quality.IsEmpty)
        {
            picked.Reduce(predictions, targets, targets.RowLabels, scratch, quality);
        }

        int rows = predictions.Rows;
        int[] memory = ArrayPool<int>.Shared.Rent(rows);
        Span<int> largest = memory.AsSpan(0, rows);
        for (int r = 0; r < rows; r++)
        {
            largest[r] = TensorPrimitives.IndexOfMax(predictions[r]);
        }

        bool areAllowed = picked.Reduce(predictions, targets, largest, scratch, default);
        using RowShares shares = RowShares.OfPicked();
        for (int first = 0; first < rows; first += shares.Rows)
        {
            int count = Math.Min(shares.Rows, rows - first);
            picked.Fill(scratch, rows, first, count, shares);
            AddOthers(predictions, targets, first, largest.Slice(first, count), shares, losses.Slice(first, count));
            AddLargest(targets, first, predictions.Classes, largest.Slice(first, count), shares, losses.Slice(first, count));
        }

        ArrayPool<int>.Shared.Return(memory);
        if (!double.IsFinite(TensorPrimitives.MaxMagnitude<double>(losses[..rows])))
        {
            ReplaceOdd(predictions, targets, losses[..rows]);
        }

        return new BlockCheck(areAllowed, AreTargetsWithinUnit: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddOthers(
        TensorBlock<T> predictions, BlockTargets<T> targets, int firstRow, ReadOnlySpan<int> largest, RowShares shares, Span<double> losses)
    {
        Span<T> pivots = stackalloc T[RowShares.MostPicked];
        Span<T> memory = stackalloc T[2 * PartLength];
        for (int r = 0; r < largest.Length; r++)
        {
            pivots[r] = predictions[firstRow + r, largest[r]];
        }

        Span<double> factors = shares.Focus;
        pivots[largest.Length..].Clear();
        TailTerm.Factors<T>(pivots, factors);
        for (int r = 0; r < largest.Length; r++)
        {
            double share = shares.Shares[r];
            double pivot = double.CreateTruncating(pivots[r]);
            RowScale<T> scale = terms.Form == InputForm.Logit
                ? new(pivots[r], T.CreateTruncating(-shares.Logarithms[r]), T.CreateTruncating(share * factors[r]))
                : new(T.Zero, T.Zero, T.CreateTruncating(share / sumClip.Apply(pivot)));
            losses[r] = targets.IsIgnored(firstRow + r) ? 0 : OfOthers(predictions[firstRow + r], targets, firstRow + r, largest[r], scale, memory);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double OfOthers(ReadOnlySpan<T> row, BlockTargets<T> targets, int number, int largest, RowScale<T> scale, Span<T> memory)
    {
        int label = targets.Labels.IsEmpty ? -1 : targets.Labels[number];
        ReadOnlySpan<T> ofRow = targets.Labels.IsEmpty ? targets.Block[number] : [];
        double sum = 0;
        for (int first = 0; first < row.Length; first += PartLength)
        {
            int count = Math.Min(PartLength, row.Length - first);
            int padded = Lanes.Whole(count, MostLanes);
            Span<T> values = memory[..padded];
            row.Slice(first, count).CopyTo(values);
            values[count..].Fill(row[largest]);
            if (terms.Form == InputForm.Logit)
            {
                _classes.OfLogits(values, memory.Slice(PartLength, padded), scale);
            }
            else
            {
                _classes.OfProbabilities(values, memory.Slice(PartLength, padded), scale);
            }

            if ((uint)(largest - first) < (uint)count)
            {
                values[largest - first] = T.Zero;
            }

            if ((uint)(label - first) < (uint)count)
            {
                sum += _factors.Kept * _factors.WeightOf(label) * double.CreateTruncating(values[label - first]);
            }

            ReadOnlySpan<double> weights = _factors.Weights.IsEmpty ? [] : _factors.Weights.Slice(first, count);
            ReadOnlySpan<T> some = ofRow.IsEmpty ? [] : ofRow.Slice(first, count);
            sum += _factors.Weight * ClassTerms<T>.Sum(values[..count], some, weights, _factors.Kept, _factors.SpreadOver(row.Length));
        }

        return sum;
    }

    private void AddLargest(BlockTargets<T> targets, int firstRow, int classes, ReadOnlySpan<int> largest, RowShares shares, Span<double> losses)
    {
        Span<double> sums = stackalloc double[RowShares.MostPicked];
        kernel.Prepare(shares);
        for (int r = 0; r < largest.Length; r++)
        {
            shares.Factors[r] = targets.IsIgnored(firstRow + r) ? 0 : _factors.Of(targets, firstRow + r, largest[r], classes);
        }

        shares.Factors[largest.Length..].Clear();
        kernel.Losses(shares, sums);
        TensorPrimitives.Add(losses, sums[..losses.Length], losses);
    }

    private void ReplaceOdd(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses)
    {
        double[] memory = ArrayPool<double>.Shared.Rent(losses.Length);
        Span<double> exact = memory.AsSpan(0, losses.Length);
        General.Evaluate(predictions, targets, exact, default, default);
        for (int r = 0; r < losses.Length; r++)
        {
            losses[r] = double.IsFinite(losses[r]) ? losses[r] : exact[r];
        }

        ArrayPool<double>.Shared.Return(memory);
    }
}
