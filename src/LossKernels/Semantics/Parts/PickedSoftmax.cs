using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Parts;

/// <summary>1 / (1 + tail) of logits, over the gap to the pivot where that is another class.</summary>
internal sealed class PickedSoftmax<T> : IPickedDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int ScratchPerRow => RowStatistics.PerRow;

    public bool Reduce(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<int> labels, Span<double> scratch, PredictionQuality quality)
    {
        RowStatistics statistics = new(scratch, predictions.Rows);
        if (SoftmaxKernel.Index(predictions, labels, statistics, quality))
        {
            statistics.Gap.Clear();
        }

        QualityPass.Complete(new TailScores<T>(statistics.Tail), predictions, targets, quality);

        return true;
    }

    public void Fill(Span<double> scratch, int blockRows, int firstRow, int rows, RowShares shares)
    {
        RowStatistics statistics = new(scratch, blockRows);
        ReadOnlySpan<double> tails = statistics.Tail.Slice(firstRow, rows);
        ReadOnlySpan<double> gaps = statistics.Gap.Slice(firstRow, rows);
        Span<double> logarithms = shares.Logarithms[..rows];
        VectorMath.Log1P(tails, logarithms);
        TensorPrimitives.Add(logarithms, gaps, logarithms);
        TensorPrimitives.Negate(logarithms, logarithms);
        Span<double> totals = shares.Shares[..rows];
        TensorPrimitives.Add(tails, 1, totals);
        TensorPrimitives.Divide(tails, totals, shares.Rests);
        TensorPrimitives.Divide(1, totals, totals);
        for (int r = gaps.IndexOfAnyExcept(0); r >= 0 && r < rows; r++)
        {
            if (gaps[r] != 0)
            {
                shares.Shares[r] = VectorMath.Exp(logarithms[r]);
                shares.Rests[r] = Complement.OfExponential(logarithms[r], shares.Shares[r]);
            }
        }
    }
}
