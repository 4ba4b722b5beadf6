using System.Collections.Immutable;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>0 for a sample all outputs of which are the target, else 1.</summary>
public sealed class ZeroOne : FormulaFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["misclassification"];

    /// <inheritdoc/>
    public override string Summary => "How many samples are not the target itself, of several outputs in any of them.";

    /// <inheritdoc/>
    public override string Formula => "0 where all p = t, else 1";

    /// <inheritdoc/>
    public override bool HasGradient => false;

    /// <inheritdoc/>
    public override string Range => "0 to 1";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.ScikitLearn, "zero_one_loss"),
        new(Conventions.Exact),
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Label, ValueForm.Any);

    internal override bool TakesVectorsAsSamples => true;

    internal override TargetForm Targets(LossCall call) => TargetForm.Rows;

    internal override LossFormula<T> Bind<T>(LossCall call) => new WholeRowFormula<T>(new PairSumFormula<T, Equality>(default), whole: 0, broken: 1);
}
