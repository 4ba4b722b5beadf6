namespace LossKernels.Diagnostics.Rules;

/// <summary>Losses that are NaN.</summary>
public sealed class LossNotANumber : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss of a sample is NaN.";

    /// <inheritdoc/>
    public override string Reason => "One NaN makes the mean NaN.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.NotANumber;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "loss is", "losses are")} NaN under {evidence.Convention.Name}, first that of sample {seen.Row}.",
            "Look there for a prediction that is NaN or infinite, or for probabilities that sum to zero.",
            seen);
    }
}
