namespace LossKernels.Diagnostics.Rules;

/// <summary>Weights below zero.</summary>
public sealed class NegativeWeight : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A sample weight is negative.";

    /// <inheritdoc/>
    public override string Reason => "A sample of negative weight lowers the loss the worse it is predicted.";

    internal override Diagnostic? Check(Evidence evidence) => evidence.Survey is not { NegativeWeights.Count: > 0 } survey ? null : Found(
        $"{Count(survey.NegativeWeights.Count, "weight is", "weights are")} negative, first {Show(survey.NegativeWeights.Value)} in sample {survey.NegativeWeights.Row}.",
        "Give weights of 0 and more.",
        survey.NegativeWeights);
}
