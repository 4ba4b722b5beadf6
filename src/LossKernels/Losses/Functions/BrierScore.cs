using System.Collections.Immutable;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>sum of (p - t)^2 over the outputs of a sample.</summary>
public sealed class BrierScore : RowFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["brier"];

    /// <inheritdoc/>
    public override string Summary => "The squares of what probabilities differ from what came true, over the classes of a sample.";

    /// <inheritdoc/>
    public override string Formula => "sum of (p - t)^2";

    /// <inheritdoc/>
    public override string Range => "0 to 1 of one output, 0 to 2 of a distribution";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.ScikitLearn, "brier_score_loss")
        {
            Note = "Of several classes it is the sum over them, which scikit-learn 1.7 and later give; targets are 0 and 1, or one-hot rows.",
        },
        new(Conventions.Exact),
    ];

    internal override bool TakesVectorsAsSamples => true;

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Probability, ValueForm.Probability);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairSumFormula<T, MeanSquaredError.Squared>(default);
}
