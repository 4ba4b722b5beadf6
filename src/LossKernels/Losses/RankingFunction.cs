using System.Collections.Immutable;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses;

/// <summary>How many rows have a class among their greatest scores: that of the greatest target, or that of a class number.</summary>
public abstract class RankingFunction : FormulaFunction
{
    private readonly bool _takesLabels;

    private protected RankingFunction(bool takesLabels, string metric)
        : this(takesLabels, new LossUse(Conventions.TensorFlow, metric), new LossUse(Conventions.Keras3, metric))
    {
    }

    // Keras 1 computes what TensorFlow does.
    private protected RankingFunction(bool takesLabels, LossUse tensorFlow, LossUse keras3)
    {
        _takesLabels = takesLabels;
        LossUse Metric(LossUse use) => use with { Names = [Name, .. use.Names], Denominator = Denominator.WeightSum };
        Uses = [Metric(tensorFlow), Metric(keras3), Metric(tensorFlow with { Convention = Conventions.Keras1 }), new(Conventions.Exact)];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<LossUse> Uses { get; }

    /// <inheritdoc/>
    public sealed override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public sealed override bool HasGradient => false;

    /// <inheritdoc/>
    public sealed override string Range => "0 to 1";

    internal sealed override TargetForm Targets(LossCall call) => _takesLabels ? TargetForm.Labels : TargetForm.Rows;

    /// <summary>How many of the greatest scores count.</summary>
    internal virtual double Count(LossCall call) => 1;

    internal sealed override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Score, ValueForm.Any);

    internal sealed override double? Among(LossCall call) => Count(call);

    internal sealed override LossFormula<T> Bind<T>(LossCall call) =>
        new RankingFormula<T>(new Ranking(Count(call), call.Has(Ranking.TakesEquals), call.Has(Ranking.NeedsFinite)));
}
