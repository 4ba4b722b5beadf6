using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// -ln q of one class in a row of probabilities, from its value p and the sum of the others: q is p as the convention normalises and clips it.
/// Normalised, that is ln(1 + others / p), which keeps the digits of a small loss.
/// </summary>
/// <typeparam name="T">float or double: the type whose rounding the bounds have.</typeparam>
internal readonly struct PickedProbability<T>(ProbabilityFormula numbers)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ClipBounds _clip = LossFormula<T>.Clip(numbers);

    /// <summary>How values are clipped before they are added up.</summary>
    public ClipBounds SumClip => numbers.Normalisation == Normalisation.AfterClip ? _clip : ClipBounds.None;

    /// <summary>Whether a probability is what is clipped over the sum of its row.</summary>
    public bool Normalises => numbers.Normalisation != Normalisation.None;

    /// <summary>Completes the quality of the rows, which the kernel judged as if each had one target, of one.</summary>
    /// <param name="probabilities">The block.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="picked">p of each row, clipped by <see cref="SumClip"/>.</param>
    /// <param name="rests">The sums of the other values, clipped likewise.</param>
    /// <param name="quality">The quality; nothing is done where it is added up, as then all were judged rightly, or where nobody asks.</param>
    public void Judge(
        TensorBlock<T> probabilities, BlockTargets<T> targets, ReadOnlySpan<double> picked, ReadOnlySpan<double> rests, PredictionQuality quality) =>
        QualityPass.Complete(new QuotientScores<T>(SumClip, Normalises, picked, rests), probabilities, targets, quality);

    /// <summary>Writes the losses over the sums of the others.</summary>
    /// <param name="picked">p of each row, clipped by <see cref="SumClip"/>.</param>
    /// <param name="losses">The sums of the other values, clipped likewise; overwritten.</param>
    public void Evaluate(ReadOnlySpan<double> picked, Span<double> losses)
    {
        if (numbers.Normalisation == Normalisation.None)
        {
            for (int r = 0; r < losses.Length; r++)
            {
                // Not the negative: a certain and right prediction costs 0, not -0.
                losses[r] = double.IsNaN(losses[r]) ? double.NaN : 0 - VectorMath.Log(_clip.Apply(picked[r]));
            }

            return;
        }

        ProbabilityKernel.Odds(picked, numbers.Normalisation == Normalisation.BeforeClip ? _clip : null, losses);
        VectorMath.Log1PFor<T>(losses, losses);
    }
}

/// <summary>Sparse categorical cross-entropy from probabilities: -ln p_y, normalised and clipped as the convention does.</summary>
internal sealed class SparseFromProbabilities<T>(ProbabilityFormula numbers, double smoothing, LossFormula<T> general) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PickedProbability<T> _picked = new(numbers);
    private readonly SpreadTarget<T> _spread = new(smoothing, numbers, general);

    public override int ScratchPerRow => _spread.IsSpread ? 2 : 1;

    public override bool AddsQualityUp(TensorBlock<T> predictions, BlockTargets<T> targets) => !_spread.IsSpread || predictions.Classes > 1;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (_spread.IsSpread && predictions.Classes == 1)
        {
            return general.Evaluate(predictions, targets, losses, scratch, quality);
        }

        int rows = predictions.Rows;
        Span<double> picked = scratch[..rows];
        bool isWithinUnit = ProbabilityKernel.Index(predictions, targets.Labels, _picked.SumClip, picked, losses, _picked.Normalises, quality);
        _picked.Judge(predictions, targets, picked, losses, quality);
        if (_spread.IsSpread)
        {
            TensorPrimitives.Add(picked, losses[..rows], scratch[rows..]);
        }

        _picked.Evaluate(picked, losses);
        if (_spread.IsSpread)
        {
            _spread.Smooth(predictions, targets, scratch.Slice(rows, rows), losses);
        }

        // What is left out costs nothing, where the clip of a certain prediction would leave it something.
        for (int r = targets.Labels.IndexOfAnyInRange(int.MinValue, -1); r >= 0 && r < losses.Length; r++)
        {
            losses[r] = targets.IsIgnored(r) ? 0 : losses[r];
        }

        return new BlockCheck(isWithinUnit, AreTargetsWithinUnit: true);
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        general.Differentiate(predictions, targets, scratch, scales, gradient);
}

/// <summary>Categorical cross-entropy from probabilities: -sum of t_j ln p_j, normalised and clipped as the convention does.</summary>
internal sealed class CategoricalFromProbabilities<T>(ProbabilityFormula numbers, bool zeroTimesInfinityIsZero, double smoothing, LossFormula<T> general) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Smoothed, no target is zero, and rows that have an infinite logarithm are taken class by class.
    private readonly bool _skipsZeros = zeroTimesInfinityIsZero || smoothing > 0;
    private readonly PickedProbability<T> _picked = new(numbers);
    private readonly ClippedQuotient _quotient = new(
        numbers.Normalisation == Normalisation.BeforeClip,
        numbers.Normalisation == Normalisation.AfterClip,
        Clip(numbers),
        zeroTimesInfinityIsZero || smoothing > 0);

    private readonly SpreadTarget<T> _spread = new(smoothing, numbers, general);

    public override int ScratchPerRow => 3;

    public override bool AddsQualityUp(TensorBlock<T> predictions, BlockTargets<T> targets) => targets.AreHot && (!_spread.IsSpread || predictions.Classes > 1);

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (_spread.IsSpread && predictions.Classes == 1)
        {
            return general.Evaluate(predictions, targets, losses, scratch, quality);
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
        _picked.Evaluate(picked, losses);
        bool isEachPicked = !found.IsSingle.Contains(false) && _quotient.AreFinite(sums);
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

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        general.Differentiate(predictions, targets, scratch, scales, gradient);

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
                losses[r] = _skipsZeros && found.Masses[r] == 0 ? 0 : found.Masses[r] * losses[r];
            }
            else
            {
                losses[r] = logs[r];
            }
        }
    }
}
