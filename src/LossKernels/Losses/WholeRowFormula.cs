using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>1 for a row all elements of which count, else 0.</summary>
/// <param name="counts">How many elements of a row count.</param>
internal sealed class WholeRowFormula<T>(LossFormula<T> counts) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        BlockCheck check = counts.Evaluate(predictions, targets, losses, scratch, quality);
        foreach (ref double loss in losses)
        {
            loss = loss == predictions.Classes ? 1 : 0;
        }

        return check;
    }
}
