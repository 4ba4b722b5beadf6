using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A loss of logits of double precision in classes, whose differences may have no number.</summary>
/// <param name="inner">The loss where they have one, and its derivatives, which are no larger for it.</param>
internal sealed class FarFormula(LossFormula<double> inner) : ShortFormula<double>(inner)
{
    public override int ScratchPerRow => General.ScratchPerRow;

    public override BlockCheck Evaluate(
        TensorBlock<double> predictions, BlockTargets<double> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        BlockCheck check = General.Evaluate(predictions, targets, losses, scratch, quality);
        FarLogits.Complete(General, predictions, targets, temperature: 1, losses, scratch.Length);
        return check;
    }
}
