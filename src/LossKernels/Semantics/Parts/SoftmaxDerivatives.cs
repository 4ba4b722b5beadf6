using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Parts;

/// <summary>
/// Derivatives of cross-entropy from logits, by the statistics that an evaluation has left: mass / (1 + tail) times the term of each class, less its target.
/// Of a pivot that has all of the target that is -mass tail / (1 + tail), which keeps the digits that a difference would lose.
/// </summary>
internal static class SoftmaxDerivatives<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes those of rows of one target, of one.</summary>
    public static void OfHot(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        ReadOnlySpan<double> shares = WriteShares(logits, [], statistics, scales);
        GradientKernel.Softmax(logits, statistics.Pivot, shares, statistics.Tail, gradient);
        if (!labels.SequenceEqual(statistics.Pivot))
        {
            SubtractOthers(labels, statistics, scales, gradient);
        }
    }

    /// <summary>The same of rows that are walked in tiles, with the bits that they have where losses are added up.</summary>
    public static void OfHotTiles(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        if (GradientKernel.Tiles(logits, labels, new RowDerivatives<T>(scales, gradient, isStreamed: false)).IsFinite)
        {
            return;
        }

        // Rows that need no second look have the bits that they have without those that do.
        T[] room = ArrayPool<T>.Shared.Rent(gradient.Length);
        Span<T> looked = room.AsSpan(0, gradient.Length);
        OfHot(logits, labels, statistics, scales, looked);
        for (int r = 0; r < labels.Length; r++)
        {
            if (logits.Classes == 2 ? AreFar(logits, r) : labels[r] != statistics.Pivot[r])
            {
                CopyRow(looked, r, logits.Classes, gradient);
            }
        }

        ArrayPool<T>.Shared.Return(room);
    }

    /// <summary>The same of any targets of more than two classes.</summary>
    public static void OfSoftTiles(
        TensorBlock<T> logits, TensorBlock<T> targets, ReadOnlySpan<int> pivots, ReadOnlySpan<double> masses, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        if (GradientKernel.SoftTiles(logits, pivots, new RowDerivatives<T>(scales, gradient, isStreamed: false).Less(targets, masses)))
        {
            return;
        }

        T[] room = ArrayPool<T>.Shared.Rent(gradient.Length);
        Span<T> looked = room.AsSpan(0, gradient.Length);
        OfSoft(logits, targets, masses, statistics, scales, looked);
        for (int r = 0; r < pivots.Length; r++)
        {
            if (pivots[r] != statistics.Pivot[r])
            {
                CopyRow(looked, r, logits.Classes, gradient);
            }
        }

        ArrayPool<T>.Shared.Return(room);
    }

    /// <summary>The same of two classes with any targets.</summary>
    public static void OfTwo(
        TensorBlock<T> logits, TensorBlock<T> targets, ReadOnlySpan<double> masses, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        if (!RowScales<T>.AreNumbers(scales))
        {
            OfSoft(logits, targets, masses, statistics, scales, gradient);
            return;
        }

        if (GradientKernel.Tiles(logits, [], new RowDerivatives<T>(scales, gradient, isStreamed: false).Less(targets, masses)).IsFinite)
        {
            return;
        }

        T[] room = ArrayPool<T>.Shared.Rent(gradient.Length);
        Span<T> looked = room.AsSpan(0, gradient.Length);
        OfSoft(logits, targets, masses, statistics, scales, looked);
        for (int r = 0; r < logits.Rows; r++)
        {
            if (AreFar(logits, r) || !IsShare(targets[r, 0]) || !IsShare(targets[r, 1]))
            {
                CopyRow(looked, r, 2, gradient);
            }
        }

        ArrayPool<T>.Shared.Return(room);
    }

    /// <summary>Writes those of rows of one target that is smoothed.</summary>
    public static void OfSmoothed(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, double smoothing, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        GradientKernel.Softmax(logits, statistics.Pivot, WriteShares(logits, [], statistics, scales), [], gradient);
        SubtractSmoothed(labels, smoothing, statistics, scales, gradient);
    }

    /// <summary>Writes those of rows of any targets.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="masses">What those of each row sum to; empty where that is one.</param>
    /// <param name="statistics">The statistics of the rows, of which gaps are overwritten.</param>
    /// <param name="scales">By what the derivatives of each row are multiplied.</param>
    /// <param name="gradient">Where they go, rows side by side.</param>
    public static void OfSoft(
        TensorBlock<T> logits, TensorBlock<T> targets, ReadOnlySpan<double> masses, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        ReadOnlySpan<double> shares = WriteShares(logits, masses, statistics, scales);
        GradientKernel.Softmax(logits, statistics.Pivot, shares, [], gradient);
        SoftTargetGradient.Subtract(targets, masses, statistics, shares, scales, gradient);
    }

    // The pivots' shares of the mass, in the place of the gaps.
    private static Span<double> WriteShares(TensorBlock<T> logits, ReadOnlySpan<double> masses, RowStatistics statistics, ReadOnlySpan<double> scales)
    {
        SoftmaxKernel.TakeFarFromLargest(logits, statistics);
        Span<double> shares = statistics.Gap;
        TensorPrimitives.Add(statistics.Tail, 1, shares);
        TensorPrimitives.Divide(scales, shares, shares);
        if (!masses.IsEmpty)
        {
            TensorPrimitives.Multiply(shares, masses, shares);
        }

        return shares;
    }

    // What a row needs a second look for: logits too far apart, targets that are no shares; of more classes, another pivot than its own.
    private static bool AreFar(TensorBlock<T> logits, int row) =>
        !(double.CreateTruncating(T.Abs(logits[row, 0] - logits[row, 1])) <= TwoClassKernel.Farthest<T>());

    private static bool IsShare(T target) => target >= T.Zero && target <= T.One;

    private static void CopyRow(ReadOnlySpan<T> derivatives, int row, int classes, Span<T> gradient) =>
        derivatives.Slice(row * classes, classes).CopyTo(gradient[(row * classes)..]);

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
    private static void SubtractSmoothed(ReadOnlySpan<int> labels, double smoothing, RowStatistics statistics, ReadOnlySpan<double> scales, Span<T> gradient)
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
}
