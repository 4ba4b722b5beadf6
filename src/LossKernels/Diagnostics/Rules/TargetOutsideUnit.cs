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
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "binary target lies", "binary targets lie")} outside 0 to 1, first {Show(seen.Value)} in sample {seen.Row}; the loss can then be negative.",
            seen.Value == -1
                ? "Add -Class -1,1 if -1 stands for no; the hinge losses of Measure-Loss take -1 and 1 as they are."
                : "Give 0, 1 or what lies between; class numbers need one column of predictions for each class.",
            seen,
            FixOf(evidence));
    }

    // Two values are the classes of one output, in their order: -1 and 1, or 1 and 2.
    private static Fix? FixOf(Evidence evidence) =>
        evidence is { Classes: 1, Survey.DistinctTargets.Count: 2 } && Array.TrueForAll([.. evidence.Survey.DistinctTargets], target => target == Math.Floor(target))
            ? Fix.With("Class", string.Join(',', evidence.Survey.DistinctTargets.Order().Select(Show)))
            : null;
}
