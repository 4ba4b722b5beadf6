using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

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

/// <summary>Probabilities, clipped if at all, and then over the sum of their row if at all.</summary>
/// <param name="picked">The formula's numbers.</param>
internal sealed class PickedGiven<T>(PickedProbability<T> picked) : IPickedDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int ScratchPerRow => 2;

    public bool Reduce(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<int> labels, Span<double> scratch, PredictionQuality quality)
    {
        Span<double> own = scratch[..predictions.Rows];
        Span<double> others = scratch.Slice(predictions.Rows, predictions.Rows);
        bool isWithinUnit = ProbabilityKernel.Index(predictions, labels, picked.SumClip, own, others, picked.Normalises, quality);
        picked.Judge(predictions, targets, own, others, quality);
        return isWithinUnit;
    }

    public void Fill(Span<double> scratch, int blockRows, int firstRow, int rows, RowShares shares)
    {
        ReadOnlySpan<double> own = scratch.Slice(firstRow, rows);
        ReadOnlySpan<double> others = scratch.Slice(blockRows + firstRow, rows);
        Span<double> logarithms = shares.Logarithms[..rows];
        if (!picked.Normalises)
        {
            own.CopyTo(shares.Shares);
            TensorPrimitives.Subtract(1, own, shares.Rests);
            VectorMath.Log(own, logarithms);
            return;
        }

        // -ln p is ln(1 + others / own), which has the digits of a p near one.
        TensorPrimitives.Divide(others, own, logarithms);
        VectorMath.Log1P(logarithms, logarithms);
        TensorPrimitives.Negate(logarithms, logarithms);
        Span<double> totals = shares.Bases[..rows];
        TensorPrimitives.Add(own, others, totals);
        TensorPrimitives.Divide(own, totals, shares.Shares);
        TensorPrimitives.Divide(others, totals, shares.Rests);
    }
}

/// <summary>Logarithms of probabilities; of the other classes' nobody asks.</summary>
internal sealed class PickedLogarithm<T> : IPickedDistribution<T>
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
        VectorMath.Exp(logarithms, shares.Shares);
        for (int r = 0; r < rows; r++)
        {
            shares.Rests[r] = Complement.OfExponential(logarithms[r], shares.Shares[r]);
        }
    }
}
