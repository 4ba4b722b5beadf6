namespace LossKernels.Diagnostics.Rules;

/// <summary>Numbers without the logarithm that a loss takes of them.</summary>
public sealed class NegativeValue : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A target or prediction of the mean squared logarithmic error is negative, and the convention raises it to its epsilon; or it is -1 or less, and nothing is raised.";

    /// <inheritdoc/>
    public override string Reason => "What is raised costs what another number would, and of -1 and less there is no logarithm of 1 more.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.Negative;
        bool raises = evidence.Epsilon > 0;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "target or prediction is", "targets and predictions are")} {(raises ? "negative" : "-1 or less")}, first {Show(seen.Value)} in sample {seen.Row}; {(raises ? FormattableString.Invariant($"{evidence.Convention.Name} takes it for {evidence.Epsilon:R}") : "1 more has no logarithm")}.",
            "Give numbers of 0 and more; the mean squared error takes any.",
            seen);
    }
}
