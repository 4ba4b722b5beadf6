namespace LossKernels.Diagnostics.Rules;

/// <summary>Losses that are infinite.</summary>
public sealed class LossInfinite : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss of a sample is infinite.";

    /// <inheritdoc/>
    public override string Reason => "A probability of zero for what came true costs without limit, and the mean with it.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.Infinite;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "loss is", "losses are")} infinite under {evidence.Convention.Name}, first that of sample {seen.Row}: the target's probability is zero there.",
            evidence.FromLogits ? "Look there for an infinite logit." : "Measure from logits, or choose a convention that clips.",
            seen);
    }
}
