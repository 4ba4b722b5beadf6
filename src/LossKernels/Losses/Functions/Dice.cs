using System.Collections.Immutable;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>1 - Dice coefficient of two soft sets.</summary>
public sealed class Dice : RowFunction
{
    /// <inheritdoc/>
    public override string Summary => "1 less the Dice coefficient: how little target and prediction overlap.";

    /// <inheritdoc/>
    public override string Formula => "1 - (2 sum t p + Epsilon) / (sum t + sum p + Epsilon)";

    /// <inheritdoc/>
    public override string Range => "0 to 1, of values within 0..1";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-7, "What is added above and below the line."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.Keras3, "Dice", "dice") { Note = Overlap.OneNumber },
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)], Note = Overlap.OneNumber },
    ];

    internal override bool TakesAllAsOne => true;

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Probability, ValueForm.Probability);

    internal override LossFormula<T> Bind<T>(LossCall call) => new OverlapFormula<T>(new Overlap(2, 2, 1, 1, call[LossNumbers.Epsilon]));
}
