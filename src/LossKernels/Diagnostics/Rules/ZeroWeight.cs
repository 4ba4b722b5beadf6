using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Weights of zero.</summary>
public sealed class ZeroWeight : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Information;

    /// <inheritdoc/>
    public override string Condition => "A sample weight is 0.";

    /// <inheritdoc/>
    public override string Reason => "Such a sample adds nothing to the sum, but in most conventions it counts in the denominator.";

    internal override Diagnostic? Check(Evidence evidence) => evidence.Survey is not { ZeroWeights.Count: > 0 } survey ? null : Found(
        $"{Count(survey.ZeroWeights.Count, "weight is", "weights are")} 0, of {survey.WeightCount}, first that of sample {survey.ZeroWeights.Row}; the denominator is {evidence.Denominator.ToString()}.",
        "Take `Denominator = Denominator.NonZeroWeights` for the mean of the others.",
        survey.ZeroWeights,
        evidence.Reduction == Reduction.Mean && evidence.Denominator is Denominator.Elements or Denominator.Valid ? Fix.With("Denominator = Denominator.NonZeroWeights") : null);
}
