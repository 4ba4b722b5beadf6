namespace LossKernels.Diagnostics.Rules;

/// <summary>Log-probabilities above 0.</summary>
public sealed class LogProbabilityAboveZero : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A prediction that is taken for the logarithm of a probability lies above 1e-6; up to that it is rounding.";

    /// <inheritdoc/>
    public override string Reason => "It is the logarithm of no probability, and the loss can then be negative.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.LogAboveZero;
        string values = seen.Count == 1 ? "One log-probability lies" : FormattableString.Invariant($"{seen.Count} log-probabilities lie");
        return seen.Count == 0 ? null : Found(
            $"{values} above 0, first {Show(seen.Value)} in sample {seen.Row}; the loss can then be negative.",
            "Give logarithms of probabilities, or -FromLogits in place of -FromLogProbability if the predictions are logits.",
            seen.Count,
            seen.Row,
            evidence.TakesLogits ? Fix.With("FromLogits", null, "FromLogProbability") : null);
    }
}
