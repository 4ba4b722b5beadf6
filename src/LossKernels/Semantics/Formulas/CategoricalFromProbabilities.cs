using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Semantics.Parts;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Categorical cross-entropy from probabilities: -sum of t_j ln p_j, normalised and clipped as the convention does.</summary>
internal sealed class CategoricalFromProbabilities<T>(ProbabilityFormula numbers, bool zeroTimesInfinityIsZero, double smoothing, LossFormula<T> general, ProbabilityGradient<T> gradient) : ProbabilityRows<T>(numbers, smoothing, general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Smoothed, no target is zero, and rows that have an infinite logarithm are taken class by class.
    private readonly ClippedQuotient _quotient = ProbabilityBounds<T>.Quotient(numbers, zeroTimesInfinityIsZero || smoothing > 0);
    private readonly PickedProbability<T> _picked = new(numbers);
    private readonly SpreadTarget<T> _spread = new(smoothing, numbers, general);

    public override int ScratchPerRow => 4;

    public override bool AddsQualityUp(TensorBlock<T> predictions, BlockTargets<T> targets) => targets.AreHot && (!_spread.IsSpread || predictions.Classes > 1);

    protected override BlockCheck EvaluateAny(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (_spread.IsSpread && predictions.Classes == 1)
        {
            return General.Evaluate(predictions, targets, losses, scratch, quality);
        }

        int rows = predictions.Rows;
        Span<double> picked = scratch[..rows];
        Span<double> sums = scratch.Slice(rows, rows);
        Span<double> logs = scratch.Slice(2 * rows, rows);
        TargetStatistics found = targets.Statistics;
        if (!found.IsSingle.Contains(true) && quality.IsEmpty && !_spread.IsSpread)
        {
            return new BlockCheck(WeightedLogs.Sum(predictions, targets.Block, found.Masses, _quotient, sums, logs, losses[..rows]), AreTargetsWithinUnit: true);
        }

        bool isWithinUnit = ProbabilityKernel.Index(predictions, found.Labels, _picked.SumClip, picked, losses, _picked.Normalises, quality);
        _picked.Judge(predictions, targets, picked, losses, quality);
        TensorPrimitives.Add(picked, losses[..rows], sums);
        Span<double> rests = scratch.Slice(3 * rows, rows);
        losses[..rows].CopyTo(rests);
        _picked.Evaluate(picked, rests, losses[..rows]);
        bool isEachPicked = IsEachPicked(found, sums);
        if (!isEachPicked)
        {
            WeightedLogs.Sum(predictions, targets.Block, found.Masses, _quotient, sums, picked, logs);
        }

        if (!isEachPicked || !targets.AreHot)
        {
            Choose(found, sums, logs, losses);
        }

        if (_spread.IsSpread)
        {
            _spread.Smooth(predictions, targets, sums, losses);
        }

        return new BlockCheck(isWithinUnit, AreTargetsWithinUnit: true);
    }

    protected override bool TryDerive(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<double> scratch, RowDerivatives<T> derivatives)
    {
        int rows = predictions.Rows;
        ReadOnlySpan<double> sums = scratch.Slice(rows, rows);
        ReadOnlySpan<double> rests = scratch.Slice(3 * rows, rows);
        return !_spread.IsSpread && IsEachPicked(targets.Statistics, sums)
            ? gradient.TryWritePicked(predictions, targets, scratch[..rows], rests, derivatives)
            : !(_spread.IsSpread && predictions.Classes == 1) && gradient.TryWrite(predictions, targets, sums, rests, derivatives);
    }

    // Whether the values of the targets' classes are all that it takes.
    private bool IsEachPicked(TargetStatistics found, ReadOnlySpan<double> sums) => !found.IsSingle.Contains(false) && _quotient.AreFinite(sums);

    // Where a row has one target, the others' logarithms are multiplied by zero; that is zero unless one of them may be infinite or NaN.
    private void Choose(TargetStatistics found, ReadOnlySpan<double> sums, ReadOnlySpan<double> logs, Span<double> losses)
    {
        for (int r = 0; r < sums.Length; r++)
        {
            if (double.IsNaN(sums[r]))
            {
                losses[r] = double.NaN;
            }
            else if (found.IsSingle[r] && _quotient.IsFinite(sums[r]))
            {
                losses[r] = _quotient.SkipZeros && found.Masses[r] == 0 ? 0 : found.Masses[r] * losses[r];
            }
            else
            {
                losses[r] = logs[r];
            }
        }
    }
}
