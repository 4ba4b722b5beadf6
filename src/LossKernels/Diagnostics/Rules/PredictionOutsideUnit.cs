namespace LossKernels.Diagnostics.Rules;

/// <summary>Probabilities outside 0..1, which are most likely logits.</summary>
public sealed class PredictionOutsideUnit : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A prediction that is taken for a probability lies below 0 or above 1, and the convention lets it through.";

    /// <inheritdoc/>
    public override string Reason => "Logits taken for probabilities are clipped, and the loss says nothing of the model.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.OutsideUnit;
        if (seen.Count == 0)
        {
            return null;
        }

        string values = seen.Count == 1 ? "One prediction lies" : FormattableString.Invariant($"{seen.Count} predictions lie");
        bool clips = evidence.Numbers.HasEpsilon && evidence.Numbers.Use.HasFlag(Semantics.EpsilonUse.ClipBelow);
        string meant = evidence.TakesLogits && double.IsFinite(evidence.OtherFormMean) ? $" Taken for logits they have a loss of {Round(evidence.OtherFormMean)}." : "";
        return Found(
            $"{values} outside 0 to 1, first {Show(seen.Value)} in sample {seen.Row}; the formula of {evidence.Convention.Name} takes them as they come{(clips ? " and clips" : "")}.{meant}",
            evidence.TakesLogits ? "Add -FromLogits if the predictions are logits." : "Apply ConvertTo-Probability first if the predictions are logits.",
            seen.Count,
            seen.Row,
            evidence.TakesLogits ? Fix.With("FromLogits") : null);
    }
}
