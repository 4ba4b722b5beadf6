using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Parts;

/// <summary>Derivatives of cross-entropy from probabilities or their logarithms that is not focal or the like, from what the rows add up to.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="terms">What the loss is made of.</param>
internal sealed class ProbabilityGradient<T>(FormulaTerms terms)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TermFactors<T> _factors = new(terms);
    private readonly ClippedQuotient _quotient = ProbabilityBounds<T>.Quotient(terms.Numbers, skipsZeros: true);

    // Whether a target is the f of its class.
    private readonly bool _isPlain = terms is { Form: InputForm.Probability, Smoothing: 0, ClassWeights.Count: 0, Alpha.Count: 0 };

    /// <summary>Those of a loss that asks for no sums of rows; null where it does.</summary>
    public static ProbabilityGradient<T>? OfNoSums(FormulaTerms terms) =>
        terms.IsLogarithmic && terms.Form != InputForm.Logit && terms.Numbers.Normalisation == Normalisation.None
        && !(terms.Form == InputForm.LogProbability && terms.Numbers.HasEpsilon) ? new(terms) : null;

    /// <summary>Writes those of rows of one target each, nothing of which is smoothed.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="picked">p of each row, as it is added up.</param>
    /// <param name="rests">The sums of the other values, likewise.</param>
    /// <param name="derivatives">Where they go.</param>
    /// <returns>Whether no sum is infinite; else they are to be taken class by class.</returns>
    public bool TryWritePicked(
        TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<double> picked, ReadOnlySpan<double> rests, RowDerivatives<T> derivatives)
    {
        if (HasInfinite(picked) || HasInfinite(rests))
        {
            return false;
        }

        ReadOnlySpan<int> labels = targets.RowLabels;
        PickedSlopes slopes = new(_quotient, picked, rests, targets.Labels.IsEmpty ? targets.Statistics.Masses : [], derivatives.Scales);
        using LazyArray<T> memory = new(predictions.Classes);
        Span<T> buffer = predictions.HasRows ? [] : memory.Values;
        if (Vector512.IsHardwareAccelerated)
        {
            GradientGroups.Write(new PickedGradient<Lanes512<T>, Vector512<T>, T>(predictions, labels, slopes, buffer), predictions.Classes, derivatives);
        }
        else
        {
            GradientGroups.Write(new PickedGradient<Lanes256<T>, Vector256<T>, T>(predictions, labels, slopes, buffer), predictions.Classes, derivatives);
        }

        return true;
    }

    /// <summary>Writes those of any rows.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="sums">What each row adds up to, where it is divided by that.</param>
    /// <param name="rests">The part of that which is not that of the row's one target; of rows that have others, any number.</param>
    /// <param name="derivatives">Where they go.</param>
    /// <returns>Whether no sum is infinite; else they are to be taken class by class.</returns>
    public bool TryWrite(
        TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<double> sums, ReadOnlySpan<double> rests, RowDerivatives<T> derivatives)
    {
        if (HasInfinite(sums))
        {
            return false;
        }

        bool haveRows = predictions.HasRows && (targets.Block.Values.IsEmpty || targets.Block.HasRows);
        using LazyArray<T> memory = new(2 * predictions.Classes);
        WeightedGradient<T> gradient = new()
        {
            Predictions = predictions,
            AreLogarithms = terms.Form == InputForm.LogProbability,
            Targets = targets.Block,
            Labels = targets.RowLabels,
            IsSingle = targets.Labels.IsEmpty ? targets.Statistics.IsSingle : [],
            Factors = new TargetFactors(_factors.Kept, _factors.SpreadOver(predictions.Classes), _factors.Weight, _factors.Weights),
            Quotient = _quotient,
            Divisors = sums,
            Rests = rests,
            Scales = derivatives.Scales,
            Buffer = haveRows ? [] : memory.Values,
        };
        if (!_isPlain || !targets.Labels.IsEmpty)
        {
            GradientGroups.Write(gradient, predictions.Classes, derivatives);
            return true;
        }

        using LazyArray<T> ofRows = new(SoftGradient<Lanes512<T>, Vector512<T>, T>.Memory);
        if (Vector512.IsHardwareAccelerated)
        {
            GradientGroups.Write(new SoftGradient<Lanes512<T>, Vector512<T>, T>(gradient, targets.Statistics.Masses, ofRows.Values), predictions.Classes, derivatives);
        }
        else
        {
            GradientGroups.Write(new SoftGradient<Lanes256<T>, Vector256<T>, T>(gradient, targets.Statistics.Masses, ofRows.Values), predictions.Classes, derivatives);
        }

        return true;
    }

    /// <summary>Writes those of a loss that asks for no sums.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="derivatives">Where they go.</param>
    /// <returns>Whether they are not to be taken class by class.</returns>
    public bool TryWrite(TensorBlock<T> predictions, BlockTargets<T> targets, RowDerivatives<T> derivatives)
    {
        if (terms is { Form: InputForm.LogProbability, Kind: LossKind.Sparse, Smoothing: 0 })
        {
            Place(targets.Labels, predictions.Classes, derivatives);
            return true;
        }

        // Logarithms without a target have no derivative whatever the scale is.
        return (terms.Form != InputForm.LogProbability || TensorPrimitives.IsFiniteAll(derivatives.Scales))
            && TryWrite(predictions, targets, [], [], derivatives);
    }

    private void Place(ReadOnlySpan<int> labels, int classes, RowDerivatives<T> derivatives)
    {
        derivatives.Values.Clear();
        for (int r = 0; r < labels.Length; r++)
        {
            if (labels[r] >= 0)
            {
                derivatives.Values[(r * classes) + labels[r]] = T.CreateTruncating(-_factors.WeightOf(labels[r]) * derivatives.Scales[r]);
            }
        }
    }

    // Of a row that has an infinite sum, infinite values have no derivative, others one of zero.
    private bool HasInfinite(ReadOnlySpan<double> sums) => _quotient.IsDivided && TensorPrimitives.IsInfinityAny(sums);
}
