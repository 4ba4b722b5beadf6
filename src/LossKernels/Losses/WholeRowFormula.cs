using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>One number for a row all elements of which count, and another for the others.</summary>
/// <param name="counts">How many elements of a row count.</param>
/// <param name="whole">The loss of a row all elements of which count.</param>
/// <param name="broken">The loss of any other row.</param>
internal sealed class WholeRowFormula<T>(LossFormula<T> counts, double whole, double broken) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        BlockCheck check = counts.Evaluate(predictions, targets, losses, scratch, quality);
        foreach (ref double loss in losses)
        {
            loss = loss == predictions.Classes ? whole : broken;
        }

        return check;
    }
}
