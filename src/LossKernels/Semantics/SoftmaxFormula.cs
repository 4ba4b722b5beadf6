using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// Cross-entropy from logits, gap + mass ln(1 + tail) of the rows' statistics. Smoothed by a share of the targets, that share of it is the mean of
/// all classes' losses: the mean of x_k - x_j, and ln(1 + tail).
/// </summary>
/// <param name="smoothing">The share of each target that is spread over the classes.</param>
/// <param name="smoothed">The same loss where its derivatives are smoothed and targets are not all of one class a row.</param>
internal abstract class SoftmaxFormula<T>(double smoothing, LossFormula<T> smoothed) : LossFormula<T>, IJudged<T>, IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether every class has a part of the target.</summary>
    protected bool IsSmoothed => smoothing > 0;

    public bool SumsAverages => true;

    public bool DerivesAlone => false;

    public bool SumsColumns => true;

    public sealed override int ScratchPerRow => RowStatistics.PerRow + (IsSmoothed ? 1 : 0);

    public sealed override bool AddsQualityUp(TensorBlock<T> predictions, BlockTargets<T> targets) => !HotLabels(targets).IsEmpty;

    public bool Judges(int classes) => classes == 2 && !IsSmoothed;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) =>
        IsSmoothed || HotLabels(targets) is not { IsEmpty: false } labels ? SumAndSpread.Unknown
            : predictions.Classes == 2 ? TwoClassKernel.Sum(predictions, labels, ofRows)
            : FewClassKernel.Takes(predictions) && LeavesNothingOut(predictions, targets) ? FewClassKernel.Sum(predictions, labels)
            : SumAndSpread.Unknown;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, OutputSums quality) =>
        HotLabels(targets) is { IsEmpty: false } labels ? TwoClassKernel.Sum(predictions, labels, quality) : SumAndSpread.Unknown;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, RowDerivatives<T> derivatives) =>
        DerivesFew(predictions, targets, derivatives.Scales) ? GradientKernel.FewClasses(predictions, HotLabels(targets), derivatives) : SumAndSpread.Unknown;

    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) =>
        !IsSmoothed && SoftmaxKernel.Derives(predictions);

    public BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        ReadOnlySpan<int> labels = HotLabels(targets);
        bool isHot = !labels.IsEmpty;
        BlockCheck check = Evaluate(
            predictions, targets, losses, scratch, default, isHot ? derivatives : derivatives.Less(targets.Block, Masses(targets)));
        RowStatistics statistics = new(scratch, predictions.Rows);
        SoftmaxKernel.TakeFarFromLargest(predictions, statistics);
        if (!(isHot ? labels : targets.Statistics.Labels).SequenceEqual(statistics.Pivot))
        {
            Differentiate(predictions, targets, scratch, derivatives.Scales, derivatives.Values);
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
                WriteTwo(predictions, statistics, isPlain, HotLabels(targets), losses);
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
        if (IsSmoothed && labels.IsEmpty)
        {
            smoothed.Differentiate(predictions, targets, scratch, scales, gradient);
            return;
        }

        if (!DerivesFew(predictions, targets, scales))
        {
            DifferentiateAny(predictions, targets, labels, scratch, scales, gradient);
        }
        else if (!GradientKernel.FewClasses(predictions, labels, new RowDerivatives<T>(scales, gradient, isStreamed: false)).IsFinite)
        {
            // Rows that need no second look have the bits that they have without those that do.
            T[] room = ArrayPool<T>.Shared.Rent(gradient.Length);
            Span<T> looked = room.AsSpan(0, gradient.Length);
            DifferentiateAny(predictions, targets, labels, scratch, scales, looked);
            CopyFar(predictions, labels, new RowStatistics(scratch, predictions.Rows).Pivot, looked, gradient);
            ArrayPool<T>.Shared.Return(room);
        }
    }

    private void DifferentiateAny(
        TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<int> labels, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        // mass / (1 + tail), and of a pivot that has all of the target the digits that a difference from it would lose:
        // mass / (1 + tail) - mass = -mass tail / (1 + tail).
        RowStatistics statistics = new(scratch, predictions.Rows);
        SoftmaxKernel.TakeFarFromLargest(predictions, statistics);
        Span<double> factors = statistics.Gap;
        TensorPrimitives.Add(statistics.Tail, 1, factors);
        TensorPrimitives.Divide(scales, factors, factors);
        ReadOnlySpan<double> masses = labels.IsEmpty ? Masses(targets) : [];
        if (!masses.IsEmpty)
        {
            TensorPrimitives.Multiply(factors, masses, factors);
        }

        GradientKernel.Softmax(predictions, statistics.Pivot, factors, labels.IsEmpty || IsSmoothed ? [] : statistics.Tail, gradient);
        if (labels.IsEmpty)
        {
            SoftTargetGradient.Subtract(targets.Block, masses, statistics, factors, scales, gradient);
        }
        else if (IsSmoothed)
        {
            SubtractSmoothed(labels, statistics, scales, gradient);
        }
        else if (!labels.SequenceEqual(statistics.Pivot))
        {
            SubtractOthers(labels, statistics, scales, gradient);
        }
    }

    /// <summary>Whether a target of zero has no part in the loss whatever its logit is.</summary>
    protected virtual bool SkipsZeros => true;

    /// <summary>What the targets of each row sum to, as the derivatives take it; empty where that is one.</summary>
    protected virtual ReadOnlySpan<double> Masses(BlockTargets<T> targets) => [];

    /// <summary>Writes the statistics; gaps and masses only if there are any but zeros and ones.</summary>
    /// <returns>Whether there are none.</returns>
    protected abstract bool Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, PredictionQuality quality, RowDerivatives<T> derivatives);

    // Whether the losses of the block are those that derivatives are made of while they are added up.
    private bool DerivesFew(TensorBlock<T> logits, BlockTargets<T> targets, ReadOnlySpan<double> scales) =>
        !IsSmoothed && logits.HasRows && logits.Classes is >= 2 and <= FewClassKernel.Most
            && !HotLabels(targets).IsEmpty && LeavesNothingOut(logits, targets) && RowScales<T>.AreNumbers(scales);

    // The derivatives of rows that need a second look: of two classes those far apart, of more those that are taken from another pivot than their class.
    private static void CopyFar(TensorBlock<T> logits, ReadOnlySpan<int> labels, ReadOnlySpan<int> pivots, ReadOnlySpan<T> derivatives, Span<T> gradient)
    {
        int classes = logits.Classes;
        for (int r = 0; r < labels.Length; r++)
        {
            bool isFar = classes == 2
                ? !(double.CreateTruncating(T.Abs(logits[r, 0] - logits[r, 1])) <= TwoClassKernel.Farthest<T>())
                : labels[r] != pivots[r];
            if (isFar)
            {
                derivatives.Slice(r * classes, classes).CopyTo(gradient[(r * classes)..]);
            }
        }
    }

    // A kernel that is given classes alone leaves out the targets of zero, of which infinity makes NaN where the convention does not.
    private bool LeavesNothingOut(TensorBlock<T> logits, BlockTargets<T> targets) =>
        SkipsZeros || !targets.Labels.IsEmpty || SoftmaxKernel.MasksNothing(logits);

    // The class of each row's one target, of one; none where a row has other targets.
    private static ReadOnlySpan<int> HotLabels(BlockTargets<T> targets) =>
        !targets.Labels.IsEmpty ? targets.Labels : targets.AreHot ? targets.Statistics.Labels : [];

    // Rows of one target, of one: as they are when nothing but their sum is wanted.
    private static void WriteTwo(TensorBlock<T> logits, RowStatistics statistics, bool isPlain, ReadOnlySpan<int> hot, Span<double> losses)
    {
        ReadOnlySpan<int> labels = hot.IsEmpty ? statistics.Pivot : hot;
        for (int row = 0; row < logits.Rows;)
        {
            Range rows = isPlain ? row..logits.Rows : hot.IsEmpty ? statistics.PlainRows(row) : LabelledRows(hot, row);
            row = rows.End.Value;
            TwoClassKernel.Write(logits, rows.Start.Value, labels[rows], losses[rows]);
        }

        static Range LabelledRows(ReadOnlySpan<int> labels, int row)
        {
            int first = row + RowsUntil(labels[row..], 0, int.MaxValue);
            return first..(first + RowsUntil(labels[first..], int.MinValue, -1));
        }

        static int RowsUntil(ReadOnlySpan<int> labels, int least, int most)
        {
            int rows = labels.IndexOfAnyInRange(least, most);
            return rows < 0 ? labels.Length : rows;
        }
    }

    // Of rows whose pivot is another class than the one that has all of the target.
    private static void SubtractOthers(ReadOnlySpan<int> labels, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        int classes = gradient.Length / labels.Length;
        for (int r = 0; r < labels.Length; r++)
        {
            int pivot = statistics.Pivot[r];
            if (labels[r] >= 0 && labels[r] != pivot)
            {
                Span<T> row = gradient.Slice(r * classes, classes);
                row[pivot] = T.CreateTruncating(statistics.Gap[r]);
                row[labels[r]] -= T.CreateTruncating(scales[r]);
            }
        }
    }

    // What is spread over all classes, and of the row's own class what is left of its target: from the tail, where that is the pivot, as one less a share
    // of nearly one has few digits.
    private void SubtractSmoothed(ReadOnlySpan<int> labels, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        int classes = gradient.Length / labels.Length;
        double spread = smoothing / classes;
        for (int r = 0; r < labels.Length; r++)
        {
            int label = labels[r];
            if (label >= 0)
            {
                Span<T> row = gradient.Slice(r * classes, classes);
                double ofOthers = statistics.Pivot[r] == label
                    ? scales[r] * (statistics.Tail[r] / (1 + statistics.Tail[r]))
                    : scales[r] - double.CreateTruncating(row[label]);
                T own = T.CreateTruncating((scales[r] * (smoothing - spread)) - ofOthers);
                TensorPrimitives.Subtract(row, T.CreateTruncating(scales[r] * spread), row);
                row[label] = own;
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
