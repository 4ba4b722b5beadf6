using System.Numerics;
using LossKernels.Kernels;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>The quality of rows of which a kernel's sums do not tell it, from the probabilities of their classes.</summary>
internal static class QualityPass
{
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
            for (int r = 0; r < rows; r++)
            {
                if (double.IsNaN(quality.Ranks[first + r]))
                {
                    Write(targets, first + r, shares, r * shares.Classes, quality);
                }
            }
        }
    }

    /// <summary>Writes the quality of a row that is not left out.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="row">The row of the block.</param>
    /// <param name="shares">The probabilities; its factors are overwritten.</param>
    /// <param name="start">Where the row's begin.</param>
    /// <param name="quality">Where it goes.</param>
    public static void Write<T>(BlockTargets<T> targets, int row, RowShares shares, int start, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = shares.Classes;
        Span<double> given = shares.Factors;
        int label = targets.LabelOf(row);
        if (targets.Labels.IsEmpty)
        {
            RowReader.Widen(targets.Block, row, given);
        }
        else
        {
            given.Clear();
            given[label] = 1;
        }

        RowQuality.Write(shares.Shares.Slice(start, classes), shares.Rests.Slice(start, classes), given, label, quality, row);
    }
}
