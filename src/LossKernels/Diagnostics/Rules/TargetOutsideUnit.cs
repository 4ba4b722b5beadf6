namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets outside 0..1, of binary losses and of divergences.</summary>
public sealed class TargetOutsideUnit : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A binary target, or one of a divergence, lies below 0 or above 1.";

    /// <inheritdoc/>
    public override string Reason => "Class numbers taken for binary targets give a loss that can be negative.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings[Sight.TargetOutsideUnit];
        string what = evidence.IsCrossEntropy ? "binary target" : "target";
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, $"{what} lies", $"{what}s lie")} outside 0 to 1, first {Show(seen.Value)} in sample {seen.Row}; {(evidence.IsCrossEntropy ? "the loss can then be negative" : "the formula is one of probabilities")}.",
            RemedyOf(evidence, seen.Value),
            seen,
            FixOf(evidence));
    }

    private static string RemedyOf(Evidence evidence, double value)
    {
        if (evidence.IsCrossEntropy && value == -1)
        {
            return $"Add `ClassLabels.Class = {Labels(-1, 1)}` if -1 stands for no; the hinge losses of `LossFunctions` take -1 and 1 as they are.";
        }

        string others = evidence.IsCrossEntropy
            ? "class numbers need one column of predictions for each class"
            : "`Activation` makes it of logits";
        return $"Give 0, 1 or what lies between; {(NoProbability.MayBePercentage(value) ? "divide percentages by 100; " : "")}{others}.";
    }

    // Two values are the classes of one output, in their order: -1 and 1, or 1 and 2.
    private static Fix? FixOf(Evidence evidence) =>
        evidence is { Classes: 1, Survey.DistinctTargets.Count: 2 } && Array.TrueForAll([.. evidence.Survey.DistinctTargets], double.IsInteger)
            ? Fix.With($"ClassLabels.Class = {Labels(evidence.Survey.DistinctTargets.Order())}")
            : null;
}
