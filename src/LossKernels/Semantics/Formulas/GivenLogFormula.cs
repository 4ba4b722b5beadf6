using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Logarithms;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Cross-entropy from logarithms of probabilities: -sum of t_j l_j, of one target a row nothing but its logarithm.</summary>
/// <param name="skipsZeros">Whether a target of zero makes nothing of what is no finite number.</param>
/// <param name="general">The same loss with its quality, and its derivatives.</param>
internal sealed class GivenLogFormula<T>(bool skipsZeros, LossFormula<T> general) : ShortFormula<T>(general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override int ScratchPerRow => General.ScratchPerRow;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (!quality.IsEmpty || (targets.Labels.IsEmpty && targets.Block.HasRows != predictions.HasRows))
        {
            return General.Evaluate(predictions, targets, losses, scratch, quality);
        }

        if (!targets.Labels.IsEmpty)
        {
            Pick(predictions, targets.Labels, [], losses);
        }
        else if (skipsZeros && !targets.Statistics.IsSingle.Contains(false))
        {
            Pick(predictions, targets.Statistics.Labels, targets.Statistics.Masses, losses);
        }
        else
        {
            GivenLogs.Sum(predictions, targets.Block, skipsZeros, losses);
        }

        return new BlockCheck(ArePredictionsAllowed: false, AreTargetsWithinUnit: true);
    }

    // What is left out, or has a target of zero, costs nothing.
    private static void Pick(TensorBlock<T> predictions, ReadOnlySpan<int> labels, ReadOnlySpan<double> masses, Span<double> losses)
    {
        for (int r = 0; r < labels.Length; r++)
        {
            double mass = labels[r] < 0 ? 0 : masses.IsEmpty ? 1 : masses[r];
            losses[r] = mass == 0 ? 0 : mass * (0 - double.CreateTruncating(predictions[r, labels[r]]));
        }
    }
}
