using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// Cross-entropy from logits, gap + mass ln(1 + tail) of the rows' statistics. Smoothed by a share of the targets, that share of it is the mean of
/// all classes' losses: the mean of x_k - x_j, and ln(1 + tail).
/// </summary>
/// <param name="smoothing">The share of each target that is spread over the classes.</param>
/// <param name="smoothed">The same loss where its derivatives are smoothed.</param>
internal abstract class SoftmaxFormula<T>(double smoothing, LossFormula<T> smoothed) : LossFormula<T>, IJudged<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether every class has a part of the target.</summary>
    protected bool IsSmoothed => smoothing > 0;

    public bool SumsAverages => true;

    public bool DerivesAlone => false;

    public sealed override int ScratchPerRow => RowStatistics.PerRow + (IsSmoothed ? 1 : 0);

    public bool Judges(int classes) => classes == 2 && !IsSmoothed;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) =>
        IsSmoothed || HotLabels(targets) is not { IsEmpty: false } labels ? SumAndSpread.Unknown
            : predictions.Classes == 2 ? TwoClassKernel.Sum(predictions, labels, ofRows)
            : FewClassKernel.Takes(predictions) && LeavesNothingOut(predictions, targets) ? FewClassKernel.Sum(predictions, labels)
            : SumAndSpread.Unknown;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, OutputSums quality) =>
        HotLabels(targets) is { IsEmpty: false } labels ? TwoClassKernel.Sum(predictions, labels, quality) : SumAndSpread.Unknown;

    public sealed override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        RowStatistics statistics = new(scratch, predictions.Rows, losses);
        bool isPlain = Reduce(predictions, targets, statistics, quality);
        if (isPlain && IsSmoothed)
        {
            statistics.Gap.Clear();
            statistics.Mass.Fill(1);
        }

        if (!quality.IsEmpty)
        {
            QualityPass.OfLogits(predictions, targets, statistics.Tail, quality);
        }

        if (IsSmoothed)
        {
            Smooth(predictions, targets, statistics, scratch.Slice(RowStatistics.PerRow * predictions.Rows, predictions.Rows), losses);
        }
        else
        {
            if (!isPlain)
            {
                TensorPrimitives.FusedMultiplyAdd(statistics.Mass, losses, statistics.Gap, losses);
            }

            if (predictions.Classes == 2)
            {
                WriteTwo(predictions, statistics, isPlain, losses);
            }
        }

        return new BlockCheck(ArePredictionsAllowed: true, AreTargetsWithinUnit: true);
    }

    public sealed override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        if (IsSmoothed)
        {
            smoothed.Differentiate(predictions, targets, scratch, scales, gradient);
            return;
        }

        // mass / (1 + tail), and of the pivot the digits that a difference from its target would lose: mass / (1 + tail) - mass = -mass tail / (1 + tail).
        RowStatistics statistics = new(scratch, predictions.Rows);
        Span<double> factors = statistics.Gap;
        TensorPrimitives.Add(statistics.Tail, 1, factors);
        WriteMasses(targets, statistics.Mass);
        TensorPrimitives.Divide(statistics.Mass, factors, factors);
        TensorPrimitives.Multiply(factors, scales, factors);
        GradientKernel.Softmax(predictions, statistics.Pivot, factors, gradient);
        SubtractTargets(targets, statistics, scales, gradient);
    }

    /// <summary>Whether a target of zero has no part in the loss whatever its logit is.</summary>
    protected virtual bool SkipsZeros => true;

    /// <summary>Writes what the targets of each row sum to where the derivatives take another number than is there.</summary>
    protected abstract void WriteMasses(BlockTargets<T> targets, Span<double> masses);

    /// <summary>Takes the targets, times the scale of their row, from what is there; of a pivot that has all of the target, the factor times the tail is left.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="statistics">The statistics of the rows, with the factors in the place of the gaps.</param>
    /// <param name="scales">The scale of each row.</param>
    /// <param name="gradient">The derivatives.</param>
    protected abstract void SubtractTargets(BlockTargets<T> targets, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient);

    /// <summary>The derivative to the pivot that has all of the target.</summary>
    protected static T OfPivot(RowStatistics statistics, int row) => T.CreateTruncating(-statistics.Gap[row] * statistics.Tail[row]);

    /// <summary>Writes the statistics; gaps and masses only if there are any but zeros and ones.</summary>
    /// <returns>Whether there are none.</returns>
    protected abstract bool Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, PredictionQuality quality);

    // A kernel that is given classes alone leaves out the targets of zero, of which infinity makes NaN where the convention does not.
    private bool LeavesNothingOut(TensorBlock<T> logits, BlockTargets<T> targets) =>
        SkipsZeros || !targets.Labels.IsEmpty || TensorPrimitives.Min(logits.Values) > T.NegativeInfinity;

    // The class of each row's one target, of one; none where a row has other targets.
    private static ReadOnlySpan<int> HotLabels(BlockTargets<T> targets) =>
        !targets.Labels.IsEmpty ? targets.Labels : targets.AreHot ? targets.Statistics.Labels : [];

    // Rows of one target, of one: as they are when nothing but their sum is wanted.
    private static void WriteTwo(TensorBlock<T> logits, RowStatistics statistics, bool isPlain, Span<double> losses)
    {
        for (int row = 0; row < logits.Rows; row++)
        {
            int rows = isPlain ? logits.Rows : statistics.PlainRows(row);
            if (rows > 0)
            {
                TwoClassKernel.Write(logits, row, statistics.Pivot.Slice(row, rows), losses.Slice(row, rows));
                row += rows;
            }
        }
    }

    // From the logarithms ln(1 + tail).
    private void Smooth(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, Span<double> sums, Span<double> losses)
    {
        int rows = logits.Rows;
        int classes = logits.Classes;
        SoftmaxKernel.Sums(logits, sums);
        double kept = 1 - smoothing;
        for (int r = 0; r < rows; r++)
        {
            if (targets.IsIgnored(r))
            {
                continue;
            }

            double pivot = double.CreateTruncating(logits[r, statistics.Pivot[r]]);
            double mean = pivot - (sums[r] / classes);
            double own = kept == 0 ? 0 : kept * (statistics.Gap[r] + (statistics.Mass[r] * losses[r]));
            losses[r] = own + (smoothing * (mean + losses[r]));
        }
    }
}

/// <summary>Sparse categorical cross-entropy from logits: ln(sum of e^x_j) - x_y.</summary>
internal sealed class SparseFromLogits<T>(double smoothing, LossFormula<T> smoothed) : SoftmaxFormula<T>(smoothing, smoothed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override bool Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, PredictionQuality quality) =>
        SoftmaxKernel.Index(logits, targets.Labels, statistics, quality);

    protected override void WriteMasses(BlockTargets<T> targets, Span<double> masses)
    {
        masses.Fill(1);
        if (TensorPrimitives.Min(targets.Labels) < 0)
        {
            for (int r = 0; r < masses.Length; r++)
            {
                masses[r] = targets.IsIgnored(r) ? 0 : 1;
            }
        }
    }

    protected override void SubtractTargets(BlockTargets<T> targets, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        ReadOnlySpan<int> labels = targets.Labels;
        int rows = statistics.Tail.Length;
        int classes = gradient.Length / rows;
        for (int r = 0; r < rows; r++)
        {
            int label = labels[r];
            if (label < 0)
            {
                continue;
            }

            ref T derivative = ref gradient[(r * classes) + label];
            derivative = statistics.Pivot[r] == label ? OfPivot(statistics, r) : derivative - T.CreateTruncating(scales[r]);
        }
    }
}

/// <summary>Categorical cross-entropy from logits: sum of t_k (ln(sum of e^x_j) - x_k).</summary>
internal sealed class CategoricalFromLogits<T>(double smoothing, LossFormula<T> smoothed, bool zeroTimesInfinityIsZero, bool takesDistributions) : SoftmaxFormula<T>(smoothing, smoothed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override bool SkipsZeros => zeroTimesInfinityIsZero;

    protected override void WriteMasses(BlockTargets<T> targets, Span<double> masses)
    {
        if (takesDistributions)
        {
            masses.Fill(1);
        }
    }

    protected override bool Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, PredictionQuality quality) =>
        SoftmaxKernel.Dense(logits, targets.Block, targets.Statistics, zeroTimesInfinityIsZero || IsSmoothed, statistics, quality);

    protected override void SubtractTargets(BlockTargets<T> targets, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        TensorBlock<T> block = targets.Block;
        for (int r = 0; r < block.Rows; r++)
        {
            Span<T> row = gradient.Slice(r * block.Classes, block.Classes);
            T minus = T.CreateTruncating(-scales[r]);
            if (block.HasRows)
            {
                TensorPrimitives.FusedMultiplyAdd(block[r], minus, row, row);
            }
            else
            {
                for (int c = 0; c < row.Length; c++)
                {
                    row[c] = T.FusedMultiplyAdd(block[r, c], minus, row[c]);
                }
            }

            int pivot = statistics.Pivot[r];
            if (double.CreateTruncating(block[r, pivot]) == statistics.Mass[r])
            {
                row[pivot] = OfPivot(statistics, r);
            }
        }
    }
}
