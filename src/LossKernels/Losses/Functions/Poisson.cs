using System.Collections.Immutable;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>p - t ln p.</summary>
public sealed class Poisson : ElementFunction
{
    /// <inheritdoc/>
    public override string Summary => "The negative logarithm of the likelihood of Poisson-distributed counts, but for what does not depend on the prediction.";

    /// <inheritdoc/>
    public override string Formula => "p - t ln(p + Epsilon)";

    /// <inheritdoc/>
    public override string Range => "minus infinity to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-7, "What is added inside the logarithm."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "Poisson", "poisson"),
        new(Conventions.Keras3, "Poisson", "poisson"),
        new(Conventions.Keras1, "poisson"),
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)], Note = "0 ln 0 is 0." },
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Any, ValueForm.Count);

    internal override LossFormula<T> Bind<T>(LossCall call) =>
        new PairFormula<T, PoissonRate>(new PoissonRate(
            double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon])), call.Convention.ZeroTimesInfinityIsZero));
}
