using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Parts;

/// <summary>Logarithms of probabilities; of the other classes' nobody asks.</summary>
/// <param name="needsShares">Whether the loss is made of the probabilities too.</param>
internal sealed class PickedLogarithm<T>(bool needsShares) : IPickedDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int ScratchPerRow => 1;

    public bool Reduce(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<int> labels, Span<double> scratch, PredictionQuality quality)
    {
        for (int r = 0; r < predictions.Rows; r++)
        {
            scratch[r] = double.CreateTruncating(predictions[r, Math.Max(labels[r], 0)]);
        }

        if (!quality.IsEmpty)
        {
            quality.Ranks.Fill(double.NaN);
            QualityPass.Complete(new LogProbabilityDistribution<T>(), predictions, targets, quality);
        }

        return false;
    }

    public void Fill(Span<double> scratch, int blockRows, int firstRow, int rows, RowShares shares)
    {
        ReadOnlySpan<double> logarithms = scratch.Slice(firstRow, rows);
        logarithms.CopyTo(shares.Logarithms);
        if (needsShares)
        {
            Complement.Write(logarithms, shares.Shares, shares.Rests);
        }
    }
}
