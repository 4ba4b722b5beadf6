using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// Row statistics of logits. The logits are taken relative to a pivot, exp(x_j - x_k) without the rounding error of a difference, and the pivot's own
/// term, which is one, is left out of the sum: so no loss is too small to be seen.
/// </summary>
internal static class SoftmaxKernel
{
    // The terms of a longer row leave the caches before they are multiplied.
    private const int LongestDerived = 1 << 18;

    /// <summary>
    /// Whether derivatives can be written in the walk that finds the statistics. They are those of pivots whose tails are not too large for that:
    /// see <see cref="TakeFarFromLargest"/>.
    /// </summary>
    public static bool Derives<T>(TensorBlock<T> logits)
        where T : unmanaged => logits.Classes > (logits.HasRows ? 2 : 1) && logits.Classes <= LongestDerived;

    /// <summary>The statistics of rows whose target is the number of a class; a negative number leaves the row out.</summary>
    /// <param name="logits">Rows x classes.</param>
    /// <param name="labels">A number a row.</param>
    /// <param name="statistics">What is found.</param>
    /// <param name="quality">Where the quality of targets of one goes, if anywhere; the rank is NaN where that is not known.</param>
    /// <param name="derivatives">Which derivatives are written, if any: of rows whose only target is their pivot, and where no quality is asked for.</param>
    /// <returns>Whether every row is taken from its own class, so that there are neither gaps nor masses other than one: these are not written then.</returns>
    public static bool Index<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowStatistics statistics, PredictionQuality quality = default, RowDerivatives<T> derivatives = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(logits);
        labels.CopyTo(statistics.Pivot);
        Tails(logits, labels, statistics, default, quality, derivatives, buffer.Values);
        if (!IgnoredRows.Any(labels) && AreFinite(statistics.Tail))
        {
            return true;
        }

        statistics.Gap.Clear();
        LeaveOut(labels, statistics);
        for (int r = 0; r < logits.Rows; r++)
        {
            if (!(statistics.Tail[r] < double.PositiveInfinity))
            {
                T given = logits[r, labels[r]];
                T largest = TakeFromLargest(logits.Row(r, buffer.Row), r, statistics);
                statistics.Gap[r] = double.CreateTruncating(largest) - double.CreateTruncating(given);
            }
        }

        return false;
    }

    // Masses of one, and nothing of a row that is left out. Which are nobody can guess: a branch would often be mistaken.
    private static void LeaveOut(ReadOnlySpan<int> labels, RowStatistics statistics)
    {
        for (int r = 0; r < labels.Length; r++)
        {
            long isKept = ~((long)labels[r] >> 63);
            statistics.Mass[r] = 1 + (labels[r] >> 31);
            statistics.Tail[r] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(statistics.Tail[r]) & isKept);
        }

        for (int r = 0; r < statistics.Log.Length; r++)
        {
            long isKept = ~((long)labels[r] >> 63);
            statistics.Log[r] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(statistics.Log[r]) & isKept);
        }
    }

    /// <summary>The statistics of rows whose target is a weight for each class.</summary>
    /// <param name="logits">Rows x classes.</param>
    /// <param name="targets">As many values.</param>
    /// <param name="found">What was found out about the targets.</param>
    /// <param name="skipZeros">Whether a target of zero makes nothing of an infinite logit; else the product is NaN.</param>
    /// <param name="statistics">What is found.</param>
    /// <param name="quality">Where the quality of targets of one goes, if anywhere; the rank is NaN where that is not known.</param>
    /// <param name="derivatives">Which derivatives are written, if any: where no quality is asked for.</param>
    /// <returns>Whether there are neither gaps nor masses other than one.</returns>
    public static bool Dense<T>(TensorBlock<T> logits, TensorBlock<T> targets, TargetStatistics found, bool skipZeros, RowStatistics statistics, PredictionQuality quality = default, RowDerivatives<T> derivatives = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(logits);
        using TileBuffer<T> targetBuffer = new(targets);
        found.Masses.CopyTo(statistics.Mass);
        found.Labels.CopyTo(statistics.Pivot);

        // One-hot rows have no gap; but for the NaN that zero times an infinite logit is.
        bool areSingle = !found.IsSingle.Contains(false);
        bool hasGaps = derivatives.HasTargets || !areSingle || !(skipZeros || MasksNothing(logits));
        RowGaps<T> gaps = hasGaps ? new(targets, skipZeros, statistics.Gap, targetBuffer.Values) : default;
        Tails(logits, found.Labels, statistics, gaps, quality, derivatives, buffer.Values);
        if (!hasGaps)
        {
            statistics.Gap.Clear();
        }

        bool areFinite = AreFinite(statistics.Tail);
        for (int r = 0; r < logits.Rows && !areFinite; r++)
        {
            if (!(statistics.Tail[r] < double.PositiveInfinity))
            {
                ReadOnlySpan<T> row = logits.Row(r, buffer.Row);
                T largest = TakeFromLargest(row, r, statistics);
                statistics.Gap[r] = WeightedGap(row, targets.Row(r, targetBuffer.Row), largest, skipZeros);
                hasGaps = true;
            }
        }

        return !hasGaps && SpanBounds.AreWithin(statistics.Mass, 1, 1);
    }

    /// <summary>Whether no logit is -inf, or NaN.</summary>
    public static bool MasksNothing<T>(TensorBlock<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T least = T.PositiveInfinity;
        for (int piece = 0; piece < logits.Pieces; piece++)
        {
            least = T.Min(least, TensorPrimitives.Min(logits.Piece(piece)));
        }

        return least > T.NegativeInfinity;
    }

    /// <summary>Takes rows from their largest logit whose tail is so large that the terms of their derivatives would leave the range of the data type.</summary>
    /// <param name="logits">Rows x classes.</param>
    /// <param name="statistics">Their statistics, of which tails and pivots are changed.</param>
    public static void TakeFarFromLargest<T>(TensorBlock<T> logits, RowStatistics statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (SpanBounds.AreWithin(statistics.Tail, 0, TailTerm.LargestTail<T>()))
        {
            return;
        }

        using TileBuffer<T> buffer = new(logits);
        for (int r = 0; r < logits.Rows; r++)
        {
            if (statistics.Tail[r] > TailTerm.LargestTail<T>())
            {
                TakeFromLargest(logits.Row(r, buffer.Row), r, statistics);
            }
        }
    }

    /// <summary>Of every row the sum over the classes of (p_j - t_j)^2.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="shares">The probability of each row's pivot.</param>
    /// <param name="scores">Where the sums go.</param>
    public static void Scores<T>(TensorBlock<T> logits, TensorBlock<T> targets, ReadOnlySpan<int> labels, ReadOnlySpan<double> shares, Span<double> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ScoreLanes<Lanes512<T>, Vector512<T>, T, TailQuality<Lanes512<T>, Vector512<T>, T>>.Walk(logits, targets, labels, default, shares, scores);
        }
        else
        {
            ScoreLanes<Lanes256<T>, Vector256<T>, T, TailQuality<Lanes256<T>, Vector256<T>, T>>.Walk(logits, targets, labels, default, shares, scores);
        }
    }

    /// <summary>The sum of the logits of every row.</summary>
    public static void Sums<T>(TensorBlock<T> logits, Span<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(logits);
        if (Vector512.IsHardwareAccelerated)
        {
            SumLanes<Lanes512<T>, Vector512<T>, T>.Sums(logits, sums, buffer.Values);
        }
        else
        {
            SumLanes<Lanes256<T>, Vector256<T>, T>.Sums(logits, sums, buffer.Values);
        }
    }

    /// <summary>
    /// Sum of exp(x_j - x_k) over j other than the largest logit's k; NaN where that is infinite or NaN, because such a row has no distribution.
    /// </summary>
    public static double TailOfLargest<T>(ReadOnlySpan<T> row, int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!T.IsFinite(row[largest]))
        {
            return double.NaN;
        }

        TensorBlock<T> block = new(row, row.Length);
        using TileBuffer<T> buffer = new(block);
        double tail = 0;
        Tails(block, [largest], new Span<double>(ref tail), default, default, default, default, buffer.Values);
        return tail;
    }

    // Tails are not negative.
    private static bool AreFinite(ReadOnlySpan<double> tails) => SpanBounds.AreWithin(tails, 0, double.MaxValue);

    private static void Tails<T>(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, RowStatistics statistics, RowGaps<T> gaps, PredictionQuality quality, RowDerivatives<T> derivatives, Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tails(logits, labels, statistics.Tail, statistics.Log, gaps, quality, derivatives, buffer);
        if (!TileKernel.Takes(logits))
        {
            WriteLogs<T>(statistics, 0, logits.Rows);
        }
    }

    private static void Tails<T>(
        TensorBlock<T> logits,
        ReadOnlySpan<int> labels,
        Span<double> tails,
        Span<double> logs,
        RowGaps<T> gaps,
        PredictionQuality quality,
        RowDerivatives<T> derivatives,
        Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!TileKernel.Takes(logits) && Vector512.IsHardwareAccelerated)
        {
            TailsAlong<Lanes512<T>, Vector512<T>, T>(logits, labels, tails, gaps, quality, derivatives, buffer);
        }
        else if (!TileKernel.Takes(logits))
        {
            TailsAlong<Lanes256<T>, Vector256<T>, T>(logits, labels, tails, gaps, quality, derivatives, buffer);
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            TailsOfTiles<Lanes512<T>, Vector512<T>, T>(logits, labels, new TileLosses<T>(tails, logs), gaps, quality, derivatives, buffer);
        }
        else
        {
            TailsOfTiles<Lanes256<T>, Vector256<T>, T>(logits, labels, new TileLosses<T>(tails, logs), gaps, quality, derivatives, buffer);
        }
    }

    private static void TailsAlong<TLanes, TVector, T>(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowGaps<T> gaps, PredictionQuality quality, RowDerivatives<T> derivatives, Span<T> buffer)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!derivatives.IsEmpty)
        {
            WalkedGradient<TLanes, TVector, T>.Write(logits, labels, tails, derivatives, gaps);
        }
        else if (quality.IsEmpty)
        {
            SoftmaxLanes<TLanes, TVector, T>.Tails(logits, labels, tails, gaps);
        }
        else
        {
            QualityLanes<TLanes, TVector, T, TailQuality<TLanes, TVector, T>, TailCompletion<T>>.Walk(logits, labels, default, default, tails, [], quality, buffer);
            GapLanes<TLanes, TVector, T>.Along(logits, labels, gaps);
        }
    }

    private static void TailsOfTiles<TLanes, TVector, T>(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, TileLosses<T> losses, RowGaps<T> gaps, PredictionQuality quality, RowDerivatives<T> derivatives, Span<T> buffer)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (derivatives.IsEmpty)
        {
            TileKernel.Write<TLanes, TVector, T>(logits, labels, losses, gaps, quality, buffer);
        }
        else if (logits.HasRows)
        {
            TileGradient<TLanes, TVector, T>.Write(logits, labels, losses, gaps, derivatives, buffer);
        }
        else
        {
            ColumnGradient<TLanes, TVector, T>.Write(logits, labels, losses, gaps, derivatives, buffer);
        }
    }

    // Takes a row from its largest logit, and gives that.
    private static T TakeFromLargest<T>(ReadOnlySpan<T> row, int r, RowStatistics statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = TensorPrimitives.IndexOfMax(row);
        statistics.Pivot[r] = largest;
        statistics.Tail[r] = TailOfLargest(row, largest);
        WriteLogs<T>(statistics, r, 1);
        return row[largest];
    }

    private static void WriteLogs<T>(RowStatistics statistics, int row, int rows)
        where T : unmanaged
    {
        if (!statistics.Log.IsEmpty)
        {
            VectorMath.Log1PFor<T>(statistics.Tail.Slice(row, rows), statistics.Log.Slice(row, rows));
        }
    }

    private static double WeightedGap<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> target, T pivot, bool skipZeros)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double gap = 0;
        for (int j = 0; j < row.Length; j++)
        {
            double logit = double.CreateTruncating(row[j]);
            double weight = double.CreateTruncating(target[j]);

            // Zero times the logit itself: a difference of two that are finite may not be.
            gap += weight == 0 ? (skipZeros ? 0 : weight * logit) : weight * (double.CreateTruncating(pivot) - logit);
        }

        return gap;
    }
}
