using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Semantics.Parts;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Sparse categorical cross-entropy from probabilities: -ln p_y, normalised and clipped as the convention does.</summary>
internal sealed class SparseFromProbabilities<T>(ProbabilityFormula numbers, double smoothing, LossFormula<T> general, ProbabilityGradient<T> gradient) : ProbabilityRows<T>(numbers, smoothing, general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PickedProbability<T> _picked = new(numbers);
    private readonly SpreadTarget<T> _spread = new(smoothing, numbers, general);

    public override int ScratchPerRow => _spread.IsSpread ? 3 : 2;

    public override bool AddsQualityUp(TensorBlock<T> predictions, BlockTargets<T> targets) => !_spread.IsSpread || predictions.Classes > 1;

    protected override BlockCheck EvaluateAny(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (_spread.IsSpread && predictions.Classes == 1)
        {
            return General.Evaluate(predictions, targets, losses, scratch, quality);
        }

        int rows = predictions.Rows;
        Span<double> picked = scratch[..rows];
        bool isWithinUnit = ProbabilityKernel.Index(predictions, targets.Labels, _picked.SumClip, picked, losses, _picked.Normalises, quality);
        _picked.Judge(predictions, targets, picked, losses, quality);
        Span<double> rests = scratch.Slice(rows, rows);
        losses[..rows].CopyTo(rests);
        _picked.Evaluate(picked, rests, losses[..rows]);
        if (_spread.IsSpread)
        {
            Span<double> sums = scratch.Slice(2 * rows, rows);
            TensorPrimitives.Add(picked, rests, sums);
            _spread.Smooth(predictions, targets, sums, losses);
        }

        // What is left out costs nothing, where the clip of a certain prediction would leave it something.
        for (int r = IgnoredRows.First(targets.Labels); r >= 0 && r < losses.Length; r++)
        {
            losses[r] = targets.IsIgnored(r) ? 0 : losses[r];
        }

        return new BlockCheck(isWithinUnit, AreTargetsWithinUnit: true);
    }

    protected override bool TryDerive(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<double> scratch, RowDerivatives<T> derivatives)
    {
        int rows = predictions.Rows;
        ReadOnlySpan<double> rests = scratch.Slice(rows, rows);
        return _spread.IsSpread
            ? predictions.Classes > 1 && gradient.TryWrite(predictions, targets, scratch.Slice(2 * rows, rows), rests, derivatives)
            : gradient.TryWritePicked(predictions, targets, scratch[..rows], rests, derivatives);
    }
}
