using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>The losses of rows that are not sums over their elements: each row is given in double.</summary>
internal abstract class DenseRowFormula<T> : RowSlopesFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The loss of a row.</summary>
    protected abstract double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target);

    public sealed override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        WideRow<T> prediction = new(predictions.Classes);
        WideRow<T> target = new(targets.Block.Classes);
        for (int r = 0; r < predictions.Rows; r++)
        {
            losses[r] = Loss(prediction.Read(predictions, r), target.Read(targets.Block, r));
        }

        return BlockCheck.None;
    }
}
