using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>1 where the class of the greatest t has the greatest score, else 0.</summary>
public sealed class CategoricalAccuracy : RowFunction
{
    /// <inheritdoc/>
    public override string Summary => "How many rows have the class with the greatest target as their greatest score.";

    /// <inheritdoc/>
    public override string Formula => "1 where the class of the greatest t has the greatest score, else 0";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool HasGradient => false;

    /// <inheritdoc/>
    public override string Range => "0 to 1";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        Metric(Conventions.TensorFlow),
        Metric(Conventions.Keras3),
        Metric(Conventions.Keras1),
        new(Conventions.Exact),
    ];

    private static LossUse Metric(Convention convention) => new(convention, "CategoricalAccuracy", "categorical_accuracy") { Denominator = Denominator.WeightSum };

    internal override LossFormula<T> Bind<T>(LossCall call) => new RowRanking<T>(1);
}
