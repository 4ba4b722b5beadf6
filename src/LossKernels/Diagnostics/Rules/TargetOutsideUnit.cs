namespace LossKernels.Diagnostics.Rules;

/// <summary>Binary targets outside 0..1.</summary>
public sealed class TargetOutsideUnit : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A binary target lies below 0 or above 1.";

    /// <inheritdoc/>
    public override string Reason => "Class numbers taken for binary targets give a loss that can be negative.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.TargetOutsideUnit;
        string values = seen.Count == 1 ? "One binary target lies" : FormattableString.Invariant($"{seen.Count} binary targets lie");
        return seen.Count == 0 ? null : Found(
            $"{values} outside 0 to 1, first {Show(seen.Value)} in sample {seen.Row}; the loss can then be negative.",
            "Give 0, 1 or what lies between; class numbers need one column of predictions for each class.",
            seen.Count,
            seen.Row);
    }
}
