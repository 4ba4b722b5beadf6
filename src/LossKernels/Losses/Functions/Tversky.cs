using System.Collections.Immutable;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>1 - Tversky index of two soft sets.</summary>
public sealed class Tversky : RowFunction
{
    private const string Alpha = nameof(Alpha);
    private const string Beta = nameof(Beta);

    /// <inheritdoc/>
    public override string Summary => "1 less the Tversky index: how little target and prediction overlap, with false positives and false negatives weighed apart.";

    /// <inheritdoc/>
    public override string Formula => "1 - (sum t p + Epsilon) / (sum t p + Alpha sum (1 - t) p + Beta sum t (1 - p) + Epsilon)";

    /// <inheritdoc/>
    public override string Range => "0 to 1, of values within 0..1";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(Alpha, 0.5, "The weight of false positives."),
        LossParameter.NotNegative(Beta, 0.5, "The weight of false negatives."),
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-7, "What is added above and below the line."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.Keras3, "Tversky", "tversky") { Note = Overlap.OneNumber },
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)], Note = Overlap.OneNumber },
    ];

    internal override bool TakesAllAsOne => true;

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Probability, ValueForm.Probability);

    internal override LossFormula<T> Bind<T>(LossCall call) => new OverlapFormula<T>(new Overlap(1, 1, call[Alpha], call[Beta], call[LossNumbers.Epsilon]));
}
