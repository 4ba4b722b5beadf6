using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Log-probabilities above 0.</summary>
public sealed class LogProbabilityAboveZero : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A prediction, or a target of a divergence, that is taken for the logarithm of a probability lies above 1e-6; up to that it is rounding.";

    /// <inheritdoc/>
    public override string Reason => "It is the logarithm of no probability, and the loss can then be negative.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings[Sight.LogProbabilityAboveZero];
        return !evidence.IsCrossEntropy ? OfDivergence(seen, evidence.Findings[Sight.TargetLogProbabilityAboveZero])
            : seen.Count == 0 ? null
            : OfCrossEntropy(seen, evidence);
    }

    // Both may be taken for logarithms, each by an option of its own.
    private Diagnostic? OfDivergence(Sighting predictions, Sighting targets)
    {
        (string what, Sighting seen) = predictions.Count > 0 ? ("predictions", predictions) : ("targets", targets);
        if (seen.Count == 0)
        {
            return null;
        }

        bool areBoth = predictions.Count > 0 && targets.Count > 0;
        string alsoTargets = areBoth ? FormattableString.Invariant($"; of the targets {targets.Count}, first {Show(targets.Value)} in sample {targets.Row}") : "";
        string remedy = areBoth ? "Predictions that are probabilities are taken with `Numbers[\"LogPrediction\"] = 0`, and targets without `Numbers[\"LogTarget\"]`."
            : predictions.Count > 0 ? "Predictions that are probabilities are taken with `Numbers[\"LogPrediction\"] = 0`."
            : "Leave out `Numbers[\"LogTarget\"]` if the targets are probabilities.";
        return Found(
            $"{Count(seen.Count, "log-probability", "log-probabilities")} of the {what} {(seen.Count == 1 ? "lies" : "lie")} above 0, first {Show(seen.Value)} in sample {seen.Row}{alsoTargets}; the loss can then be negative.",
            $"Give the logarithms of probabilities; those of logits are what `Activation.Softmax(log: true)` gives. {remedy}",
            seen);
    }

    private Diagnostic OfCrossEntropy(Sighting seen, Evidence evidence)
    {
        bool areProbabilities = evidence.Survey is { IsWithinUnit: true } && evidence.Convention.Forms(evidence.Kind).HasFlag(InputForm.Probability);
        return Found(
            $"{Count(seen.Count, "log-probability lies", "log-probabilities lie")} above 0, first {Show(seen.Value)} in sample {seen.Row}; the loss can then be negative.",
            areProbabilities
                ? "Leave out `Form = InputForm.LogProbability`: all predictions lie within 0 to 1 and are probabilities."
                : "Give logarithms of probabilities, or `Form = InputForm.Logit` in place of `Form = InputForm.LogProbability` if the predictions are logits.",
            seen,
            areProbabilities ? Fix.With("Form = InputForm.Probability") : evidence.TakesLogits ? Fix.With("Form = InputForm.Logit") : null);
    }
}
