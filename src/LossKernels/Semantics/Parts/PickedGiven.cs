using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Parts;

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
            // A NaN among the others is one of the row, as where they are added up.
            for (int r = 0; r < rows; r++)
            {
                shares.Shares[r] = double.IsNaN(others[r]) ? double.NaN : own[r];
            }

            TensorPrimitives.Subtract(1, shares.Shares[..rows], shares.Rests);
            VectorMath.Log(shares.Shares[..rows], logarithms);
            return;
        }

        // -ln p is ln(1 + others / own), which has the digits of a p near one.
        TensorPrimitives.Divide(others, own, logarithms);
        VectorMath.Log1P(logarithms, logarithms);
        for (int r = 0; r < rows; r++)
        {
            logarithms[r] = double.IsPositiveInfinity(logarithms[r]) ? PickedProbability<T>.OfNextToZero(own[r], others[r]) : logarithms[r];
        }

        TensorPrimitives.Negate(logarithms, logarithms);
        Span<double> totals = shares.Bases[..rows];
        TensorPrimitives.Add(own, others, totals);
        TensorPrimitives.Divide(own, totals, shares.Shares);
        TensorPrimitives.Divide(others, totals, shares.Rests);
    }
}
