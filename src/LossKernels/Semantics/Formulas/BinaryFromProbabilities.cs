using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Binary cross-entropy from probabilities: -(z ln p + (1 - z) ln(1 - p)), with the convention's clip, second epsilon and floor.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TSurprisal">The logarithm with its epsilon.</typeparam>
/// <param name="loss">The loss.</param>
/// <param name="steepest">What no derivative is further from zero than.</param>
/// <param name="general">The same loss the long way.</param>
internal sealed class BinaryFromProbabilities<T, TSurprisal>(ProbabilityLoss<T, TSurprisal> loss, double steepest, LossFormula<T> general)
    : ElementwiseFormula<T, ProbabilityLoss<T, TSurprisal>>(loss, loss.IsDerived, mostWeight: 1, steepest, general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSurprisal : struct, ISurprisal<T>
{
    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (!quality.IsEmpty)
        {
            ElementQuality.OfProbabilities(predictions.Values, targets.Block.Values, quality);
        }

        (bool arePredictionsWithin, bool areTargetsWithin) = ElementKernel.Map(predictions.Values, targets.Block.Values, Loss, losses);
        return new BlockCheck(arePredictionsWithin, areTargetsWithin);
    }
}
