using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>1 where y has one of the K greatest scores, else 0.</summary>
public sealed class SparseTopKCategoricalAccuracy : LabelFunction
{
    /// <inheritdoc/>
    public override string Summary => "How many rows have the target among their K greatest scores.";

    /// <inheritdoc/>
    public override string Formula => "1 where y has one of the K greatest scores, else 0";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool HasGradient => false;

    /// <inheritdoc/>
    public override string Range => "0 to 1";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.Count(Ranking.K, 5, "How many of the greatest scores count."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        Metric(Conventions.TensorFlow),
        Metric(Conventions.Keras3),
        Metric(Conventions.Keras1),
        new(Conventions.Exact),
    ];

    private static LossUse Metric(Convention convention) => new(convention, "SparseTopKCategoricalAccuracy", "sparse_top_k_categorical_accuracy") { Denominator = Denominator.WeightSum };

    internal override LossFormula<T> Bind<T>(LossCall call) => new LabelRanking<T>(call[Ranking.K]);
}
