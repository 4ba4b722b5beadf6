using System.Collections.Immutable;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>1 where p = t, else 0.</summary>
public sealed class Accuracy : FormulaFunction
{
    private const string TakesWholeRows = nameof(TakesWholeRows);

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["acc"];

    /// <inheritdoc/>
    public override string Summary => "How many predictions are the target itself.";

    /// <inheritdoc/>
    public override string Formula => "1 where p = t, else 0";

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
        new(Conventions.ScikitLearn, "accuracy_score")
        {
            Numbers = [(TakesWholeRows, 1)],
            Denominator = Denominator.WeightSum,
            Note = "Of several outputs a sample is right where all of them are.",
        },
        new(Conventions.Exact),
    ];

    private static LossUse Metric(Convention convention) => new(convention, "Accuracy", "accuracy") { Denominator = Denominator.WeightSum };

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Label, ValueForm.Any);

    internal override bool TakesVectorsAsSamples => true;

    internal override TargetForm Targets(LossCall call) => call.Has(TakesWholeRows) ? TargetForm.Rows : TargetForm.Elements;

    internal override LossFormula<T> Bind<T>(LossCall call) => call.Has(TakesWholeRows)
        ? new WholeRowFormula<T>(new PairSumFormula<T, Equality>(default), whole: 1, broken: 0)
        : new PairFormula<T, Equality>(default);
}
