using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Parts;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// Cross-entropy from logits, gap + mass ln(1 + tail) of the rows' statistics. Smoothed by a share of the targets, that share of it is the mean of
/// all classes' losses: the mean of x_k - x_j, and ln(1 + tail).
/// </summary>
/// <param name="smoothing">The share of each target that is spread over the classes.</param>
/// <param name="smoothed">The same loss where its derivatives are smoothed and targets are not all of one class a row.</param>
internal abstract class SoftmaxFormula<T>(double smoothing, LossFormula<T> smoothed) : LossFormula<T>, IJudged<T>, IDerived<T>, IWritten<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether every class has a part of the target.</summary>
    protected bool IsSmoothed => smoothing > 0;

    public bool SumsAverages => true;

    public bool DerivesAlone => false;

    public sealed override double Steepest => MostOfUnit;

    // Over the largest tail it is still a normal number.
    public sealed override double LeastScale => 16 * VectorMath.SmallestNormal<T>() * TailTerm.LargestTail<T>();

    public bool SumsColumns => true;

    public sealed override int ScratchPerRow => RowStatistics.PerRow + (IsSmoothed ? 2 : 0);

    public sealed override bool AddsQualityUp(TensorBlock<T> predictions, BlockTargets<T> targets) => !HotLabels(targets).IsEmpty;

    public bool Judges(int classes) => classes == 2 && !IsSmoothed;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows)
    {
        ReadOnlySpan<int> labels = HotLabels(targets);
        return IsSmoothed ? SumAndSpread.Unknown
            : predictions.Classes == 2 && labels.IsEmpty ? TwoClassKernel.Sum<T, SoftRows<T>>(new(predictions, targets.Block), predictions.Rows, ofRows)
            : predictions.Classes == 2 ? TwoClassKernel.Sum<T, LabelledRows<T>>(new(predictions, labels, hasIgnored: false), predictions.Rows, ofRows)
            : !labels.IsEmpty && TileKernel.Takes(predictions) && LeavesNothingOut(predictions, targets) ? TileKernel.Sum(predictions, labels)
            : SumAndSpread.Unknown;
    }

    public bool TryWrite(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses)
    {
        if (predictions.Classes != 2 || IsSmoothed)
        {
            return false;
        }

        ReadOnlySpan<int> labels = HotLabels(targets);
        if (labels.IsEmpty)
        {
            return TwoClassKernel.TryWrite<T, SoftRows<T>>(new(predictions, targets.Block), losses);
        }

        bool hasIgnored = IgnoredRows.Any(labels);
        bool isWritten = TwoClassKernel.TryWrite<T, LabelledRows<T>>(new(predictions, labels, hasIgnored), losses);
        ClearIgnored(labels, hasIgnored, losses);
        return isWritten;
    }

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, OutputSums quality) =>
        HotLabels(targets) is { IsEmpty: false } labels ? TwoClassKernel.Sum(predictions, labels, quality) : SumAndSpread.Unknown;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, RowDerivatives<T> derivatives) =>
        DerivesTwo(predictions, targets, derivatives.Scales) ? GradientKernel.Tiles(predictions, [], derivatives.Less(targets.Block, Masses(targets)))
            : DerivesTiles(predictions, targets, derivatives.Scales) ? GradientKernel.Tiles(predictions, HotLabels(targets), derivatives)
            : SumAndSpread.Unknown;

    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) =>
        !IsSmoothed && SoftmaxKernel.Derives(predictions) && (predictions.HasRows || predictions.Classes == 2 || !HotLabels(targets).IsEmpty);

    public BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        ReadOnlySpan<int> labels = HotLabels(targets);
        bool isHot = !labels.IsEmpty;
        if (isHot ? TileKernel.Takes(predictions) && (predictions.Classes == 2 || !DerivesTiles(predictions, targets, derivatives.Scales)) : !predictions.HasRows)
        {
            BlockCheck alone = Evaluate(predictions, targets, losses, scratch, quality: default);
            if (!Sum(predictions, targets, losses, derivatives).IsFinite)
            {
                Differentiate(predictions, targets, scratch, derivatives);
            }

            return alone;
        }

        BlockCheck check = Evaluate(
            predictions, targets, losses, scratch, default, isHot ? derivatives : derivatives.Less(targets.Block, Masses(targets)));
        RowStatistics statistics = new(scratch, predictions.Rows);
        SoftmaxKernel.TakeFarFromLargest(predictions, statistics);
        if (!(isHot ? labels : targets.Statistics.Labels).SequenceEqual(statistics.Pivot))
        {
            Differentiate(predictions, targets, scratch, derivatives);
        }

        return check;
    }

    public sealed override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality) =>
        Evaluate(predictions, targets, losses, scratch, quality, default);

    private BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality, RowDerivatives<T> derivatives)
    {
        RowStatistics statistics = new(scratch, predictions.Rows, losses);
        bool isPlain = Reduce(predictions, targets, statistics, quality, derivatives);
        if (isPlain && IsSmoothed)
        {
            statistics.Gap.Clear();
            statistics.Mass.Fill(1);
        }

        QualityPass.Complete(new TailScores<T>(statistics.Tail), predictions, targets, quality);

        if (IsSmoothed)
        {
            Smooth(predictions, targets, statistics, scratch.Slice(RowStatistics.PerRow * predictions.Rows, 2 * predictions.Rows), losses);
        }
        else
        {
            if (!isPlain)
            {
                TensorPrimitives.FusedMultiplyAdd(statistics.Mass, losses, statistics.Gap, losses);
            }

            if (predictions.Classes == 2)
            {
                WriteTwo(predictions, targets, losses);
            }
        }

        if (typeof(T) == typeof(double) && (!isPlain || IsSmoothed) && !SpanBounds.AreWithin(losses, -double.MaxValue, double.MaxValue))
        {
            ReplaceFar(predictions, targets, losses);
        }

        return new BlockCheck(ArePredictionsAllowed: true, AreTargetsWithinUnit: true);
    }

    public sealed override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        ReadOnlySpan<int> labels = HotLabels(targets);
        RowStatistics statistics = new(scratch, predictions.Rows);
        if (IsSmoothed && labels.IsEmpty)
        {
            smoothed.Differentiate(predictions, targets, scratch, scales, gradient);
        }
        else if (IsSmoothed)
        {
            SoftmaxDerivatives<T>.OfSmoothed(predictions, labels, smoothing, statistics, scales, gradient);
        }
        else if (labels.IsEmpty && predictions.Classes == 2)
        {
            SoftmaxDerivatives<T>.OfTwo(predictions, targets.Block, Masses(targets), statistics, scales, gradient);
        }
        else if (labels.IsEmpty && GradientKernel.TakesTiles(predictions))
        {
            SoftmaxDerivatives<T>.OfSoftTiles(predictions, targets.Block, targets.Statistics.Labels, Masses(targets), statistics, scales, gradient);
        }
        else if (labels.IsEmpty)
        {
            SoftmaxDerivatives<T>.OfSoft(predictions, targets.Block, Masses(targets), statistics, scales, gradient);
        }
        else if (DerivesTiles(predictions, targets, scales))
        {
            SoftmaxDerivatives<T>.OfHotTiles(predictions, labels, statistics, scales, gradient);
        }
        else
        {
            SoftmaxDerivatives<T>.OfHot(predictions, labels, statistics, scales, gradient);
        }
    }

    private void Differentiate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        if (derivatives.HasRows)
        {
            Differentiate(predictions, targets, scratch, derivatives.Scales, derivatives.Values);
            return;
        }

        int count = predictions.Rows * predictions.Classes;
        T[] memory = ArrayPool<T>.Shared.Rent(count);
        Span<T> rows = memory.AsSpan(0, count);
        Differentiate(predictions, targets, scratch, derivatives.Scales, rows);
        derivatives.WriteColumns(rows, predictions.Classes);
        ArrayPool<T>.Shared.Return(memory);
    }

    /// <summary>Whether a target of zero has no part in the loss whatever its logit is.</summary>
    protected virtual bool SkipsZeros => true;

    /// <summary>What the targets of each row sum to, as the derivatives take it; empty where that is one.</summary>
    protected virtual ReadOnlySpan<double> Masses(BlockTargets<T> targets) => [];

    /// <summary>Writes the statistics; gaps and masses only if there are any but zeros and ones.</summary>
    /// <returns>Whether there are none.</returns>
    protected abstract bool Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, PredictionQuality quality, RowDerivatives<T> derivatives);

    // Whether the losses of the block are those that derivatives are made of while they are added up.
    private bool DerivesTiles(TensorBlock<T> logits, BlockTargets<T> targets, ReadOnlySpan<double> scales) =>
        GradientKernel.TakesTiles(logits) && !IsSmoothed && !HotLabels(targets).IsEmpty && LeavesNothingOut(logits, targets) && RowScales<T>.AreNumbers(scales);

    private bool DerivesTwo(TensorBlock<T> logits, BlockTargets<T> targets, ReadOnlySpan<double> scales) =>
        logits.Classes == 2 && !IsSmoothed && HotLabels(targets).IsEmpty && RowScales<T>.AreNumbers(scales);

    // A kernel that is given classes alone leaves out the targets of zero, of which infinity makes NaN where the convention does not.
    private bool LeavesNothingOut(TensorBlock<T> logits, BlockTargets<T> targets) =>
        SkipsZeros || !targets.Labels.IsEmpty || SoftmaxKernel.MasksNothing(logits);

    // The class of each row's one target, of one; none where a row has other targets.
    private static ReadOnlySpan<int> HotLabels(BlockTargets<T> targets) =>
        !targets.Labels.IsEmpty ? targets.Labels : targets.AreHot ? targets.Statistics.Labels : [];

    // Rows as they are when nothing but their sum is wanted.
    private static void WriteTwo(TensorBlock<T> logits, BlockTargets<T> targets, Span<double> losses)
    {
        ReadOnlySpan<int> labels = HotLabels(targets);
        if (labels.IsEmpty)
        {
            TwoClassKernel.Write<T, SoftRows<T>>(new(logits, targets.Block), losses);
            return;
        }

        bool hasIgnored = IgnoredRows.Any(labels);
        TwoClassKernel.Write<T, LabelledRows<T>>(new(logits, labels, hasIgnored), losses);
        ClearIgnored(labels, hasIgnored, losses);
    }

    private static void ClearIgnored(ReadOnlySpan<int> labels, bool hasIgnored, Span<double> losses)
    {
        if (hasIgnored)
        {
            IgnoredRows.Clear(labels, losses);
        }
    }

    // From the logarithms ln(1 + tail): (1 - s)(gap + mass ln(1 + tail)) + s (mean + ln(1 + tail)), with the mean of x_k - x_j.
    private void Smooth(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, Span<double> memory, Span<double> losses)
    {
        Span<double> means = memory[..logits.Rows];
        Span<double> pivots = memory[logits.Rows..];
        SoftmaxKernel.Sums(logits, means);
        for (int r = 0; r < pivots.Length; r++)
        {
            pivots[r] = double.CreateTruncating(logits[r, Math.Max(statistics.Pivot[r], 0)]);
        }

        TensorPrimitives.Divide(means, logits.Classes, means);
        TensorPrimitives.Subtract(pivots, means, means);
        TensorPrimitives.Add(means, losses, means);
        TensorPrimitives.Multiply(means, smoothing, means);

        // Nothing of an infinite gap is kept where all of it is spread.
        if (smoothing == 1)
        {
            means.CopyTo(losses);
        }
        else
        {
            TensorPrimitives.Multiply(statistics.Mass, losses, losses);
            TensorPrimitives.Add(statistics.Gap, losses, losses);
            TensorPrimitives.Multiply(losses, 1 - smoothing, losses);
            TensorPrimitives.Add(losses, means, losses);
        }

        ClearIgnored(targets.Labels, IgnoredRows.Any(targets.Labels), losses);
    }

    // Of soft targets, and smoothed ones, a difference that has no number is multiplied by a share, and that product may have one.
    private void ReplaceFar(TensorBlock<T> logits, BlockTargets<T> targets, Span<double> losses)
    {
        using TileBuffer<T> buffer = new(logits);
        using TileBuffer<T> targetBuffer = new(logits);
        for (int r = 0; r < losses.Length; r++)
        {
            if (double.IsFinite(losses[r]) || targets.IsIgnored(r))
            {
                continue;
            }

            ReadOnlySpan<T> row = logits.Row(r, buffer.Row);
            if (T.IsFinite(TensorPrimitives.MaxMagnitude(row)))
            {
                losses[r] = targets.Labels.IsEmpty
                    ? FarRow.Loss(row, targets.Block.Row(r, targetBuffer.Row), 1 - smoothing, smoothing / row.Length)
                    : FarRow.Loss(row, targets.Labels[r], 1 - smoothing, smoothing / row.Length);
            }
        }
    }
}
