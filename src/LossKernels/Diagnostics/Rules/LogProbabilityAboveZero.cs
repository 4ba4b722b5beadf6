using LossKernels.Semantics;

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
        if (seen.Count == 0)
        {
            return null;
        }

        if (!evidence.IsCrossEntropy)
        {
            return Found(
                $"{Count(seen.Count, "log-probability lies", "log-probabilities lie")} above 0, first {Show(seen.Value)} in sample {seen.Row}; the loss can then be negative.",
                "Give the logarithms of probabilities; those of logits are what ConvertTo-Probability -Log gives. Probabilities are taken with -LogPrediction:$false.",
                seen);
        }

        bool areProbabilities = evidence.Survey is { Least: >= 0, Greatest: <= 1 } && evidence.Convention.Forms(evidence.Kind).HasFlag(InputForm.Probability);
        return Found(
            $"{Count(seen.Count, "log-probability lies", "log-probabilities lie")} above 0, first {Show(seen.Value)} in sample {seen.Row}; the loss can then be negative.",
            areProbabilities
                ? "Leave out -FromLogProbability: all predictions lie within 0 to 1 and are probabilities."
                : "Give logarithms of probabilities, or -FromLogits in place of -FromLogProbability if the predictions are logits.",
            seen,
            areProbabilities ? Fix.Without("FromLogProbability") : evidence.TakesLogits ? Fix.With("FromLogits", null, "FromLogProbability") : null);
    }
}
