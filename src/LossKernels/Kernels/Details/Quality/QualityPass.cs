using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>The quality of rows of which a kernel's sums do not tell it, from the probabilities of their classes.</summary>
internal static class QualityPass
{
    /// <summary>Completes the quality of the rows, which the kernel judged as if each had one target, of one.</summary>
    /// <param name="scores">What the kernel found.</param>
    /// <param name="predictions">The block.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="quality">The quality; nothing is done where it is added up, as then all were judged rightly, or where nobody asks.</param>
    public static void Complete<T, TScores>(TScores scores, TensorBlock<T> predictions, BlockTargets<T> targets, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TScores : struct, IRowScores<T>, allows ref struct
    {
        if (quality.IsEmpty || !quality.Verdicts.IsEmpty)
        {
            return;
        }

        if (!targets.AreHot)
        {
            int rows = predictions.Rows;
            double[] memory = ArrayPool<double>.Shared.Rent(2 * rows);
            Span<double> written = memory.AsSpan(rows, rows);
            scores.Write(predictions, targets, memory.AsSpan(0, rows), written);
            TakeScores(targets, written, quality);
            ArrayPool<double>.Shared.Return(memory);
        }

        if (TensorPrimitives.IsNaNAny<double>(quality.Ranks))
        {
            Complete(scores.Distribution, predictions, targets, quality);
        }
    }

    /// <summary>Writes the quality of the rows whose rank is NaN.</summary>
    public static void Complete<T>(IRowDistribution<T> distribution, TensorBlock<T> predictions, BlockTargets<T> targets, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RowShares shares = new(predictions.Classes);
        for (int first = 0; first < predictions.Rows; first += shares.Rows)
        {
            int rows = Math.Min(shares.Rows, predictions.Rows - first);
            if (!quality.Ranks.Slice(first, rows).Contains(double.NaN))
            {
                continue;
            }

            distribution.Fill(predictions, first, rows, shares);
            for (int row = first; row < first + rows; row++)
            {
                if (double.IsNaN(quality.Ranks[row]))
                {
                    Write(predictions, targets, row, shares, row - first, quality);
                }
            }
        }
    }

    // Takes over the scores of the rows that have other targets than one, of one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TakeScores<T>(BlockTargets<T> targets, ReadOnlySpan<double> scores, PredictionQuality quality)
        where T : unmanaged
    {
        for (int r = 0; r < scores.Length; r++)
        {
            if (!targets.IsHot(r))
            {
                quality.BrierScores[r] = scores[r];
            }
        }
    }

    /// <summary>Writes the quality of a row, but of one that is left out.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="row">The row of the block.</param>
    /// <param name="shares">The probabilities, not clipped.</param>
    /// <param name="place">The row there.</param>
    /// <param name="quality">Where it goes.</param>
    public static void Write<T>(TensorBlock<T> predictions, BlockTargets<T> targets, int row, RowShares shares, int place, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (targets.IsIgnored(row))
        {
            return;
        }

        int label = targets.LabelOf(row);
        T own = predictions[row, label];
        double most = 0;
        int above = 0;
        double brier = 0;
        for (int j = 0; j < shares.Classes; j++)
        {
            // The order of the probabilities is that of what was given, which tells apart what is too small as a probability.
            above += predictions[row, j] > own ? 1 : 0;
            double share = shares.Shares[(j * shares.Rows) + place];
            most = Math.Max(most, share);

            // 1 - p has more digits than p - 1 where p is near one.
            double target = targets.Labels.IsEmpty ? double.CreateTruncating(targets.Block[row, j]) : j == label ? 1 : 0;
            double difference = target == 1 ? shares.Rests[(j * shares.Rows) + place] : share - target;
            brier += difference * difference;
        }

        quality.Ranks[row] = above;
        quality.Confidences[row] = most;
        quality.BrierScores[row] = brier;
    }
}
