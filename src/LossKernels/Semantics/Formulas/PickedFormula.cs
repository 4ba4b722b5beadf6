using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Semantics.Parts;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// <see cref="RowFormula{T}"/> where rows have one target each: the probabilities of the other classes are multiplied by zero, and need not be
/// known one by one.
/// </summary>
/// <param name="terms">What the loss is made of; nothing is smoothed.</param>
/// <param name="picked">How predictions become the probability of the target's class.</param>
/// <param name="kernel">The loss of a class.</param>
/// <param name="clip">Where probabilities are clipped at the end.</param>
/// <param name="general">The same loss where rows have several targets, and its derivatives.</param>
internal sealed class PickedFormula<T>(FormulaTerms terms, IPickedDistribution<T> picked, RowLossKernel kernel, ClipBounds clip, LossFormula<T> general) : ShortFormula<T>(general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TermFactors<T> _factors = new(terms);

    // Whether the loss of another class cannot be infinite, or its product with zero is zero all the same.
    private readonly bool _leavesOthersOut = kernel.SkipsZeros || clip.Lower > 0;

    public override int ScratchPerRow => picked.ScratchPerRow;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (targets.Labels.IsEmpty && (!_leavesOthersOut || targets.Statistics.IsSingle.Contains(false)))
        {
            return General.Evaluate(predictions, targets, losses, scratch, quality);
        }

        ReadOnlySpan<int> labels = targets.RowLabels;
        bool areAllowed = picked.Reduce(predictions, targets, labels, scratch, quality);
        using RowShares shares = RowShares.OfPicked();
        Span<double> sums = stackalloc double[RowShares.MostPicked];
        for (int first = 0; first < predictions.Rows; first += shares.Rows)
        {
            int rows = Math.Min(shares.Rows, predictions.Rows - first);
            picked.Fill(scratch, predictions.Rows, first, rows, shares);
            kernel.Prepare(shares);
            _factors.FillPicked(targets, first, rows, shares);
            kernel.Losses(shares, sums);
            for (int r = 0; r < rows; r++)
            {
                losses[first + r] = targets.IsIgnored(first + r) ? 0 : sums[r];
            }
        }

        return new BlockCheck(areAllowed, AreTargetsWithinUnit: true);
    }
}
