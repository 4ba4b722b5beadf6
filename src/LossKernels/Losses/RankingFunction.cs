using System.Collections.Immutable;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>How many rows have a class among their greatest scores: that of the greatest target, or that of a class number.</summary>
public abstract class RankingFunction : FormulaFunction
{
    private readonly bool _takesLabels;

    private protected RankingFunction(bool takesLabels, string metric)
    {
        _takesLabels = takesLabels;
        LossUse Metric(Convention convention) => Among(new(convention, Name, metric) { Denominator = Denominator.WeightSum });
        Uses = [Metric(Conventions.TensorFlow), Metric(Conventions.Keras3), Metric(Conventions.Keras1), new(Conventions.Exact)];
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

    /// <summary>What a metric does with equal scores and those that are not finite.</summary>
    private protected virtual LossUse Among(LossUse metric) => metric;

    /// <summary>How many of the greatest scores count.</summary>
    internal virtual double Count(LossCall call) => 1;

    internal sealed override LossFormula<T> Bind<T>(LossCall call)
    {
        Ranking ranking = new(Count(call), call.Has(Ranking.TakesEquals), call.Has(Ranking.NeedsFinite));
        return _takesLabels ? new LabelRanking<T>(ranking) : new RowRanking<T>(ranking);
    }
}
