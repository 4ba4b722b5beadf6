namespace LossKernels.Diagnostics.Rules;

/// <summary>Rows of a divergence that do not sum to 1.</summary>
public sealed class SumNotOne : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss is a divergence of several classes, and of the first rows of predictions or of targets, 64 at most, one does not sum to 1 within 0.004. A sample that is all zeros in both is padding.";

    /// <inheritdoc/>
    public override string Reason => "Of rows that are no distributions a divergence is no distance: it can be negative, or 0 of two that differ; a target of zeros costs nothing whatever is predicted.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        // What is no probability is told of as that.
        Findings findings = evidence.Findings;
        if (findings.Has(Sight.PredictionOutsideUnit) || findings.Has(Sight.TargetOutsideUnit))
        {
            return null;
        }

        bool areTargets = !findings.Has(Sight.SumNotOne);
        Sighting seen = areTargets ? findings[Sight.TargetSumNotOne] : findings[Sight.SumNotOne];
        string what = areTargets ? "targets" : "predictions";
        string also = !areTargets && findings.Has(Sight.TargetSumNotOne) ? $", and {Count(findings[Sight.TargetSumNotOne].Count, "row of targets does", "rows of targets do").ToLowerInvariant()} not" : "";
        return seen.Count == 0 ? null : Found(
            $"{CountFirst(seen.Count, evidence.Samples, ($"row of {what}", $"rows of {what}"), ("does", "do"))} not sum to 1, first that of sample {seen.Row} ({Round(seen.Value)}){also}.",
            seen.Value == 0
                ? "Leave out samples without a distribution; of padding give zeros in targets and predictions."
                : "Divide each row by its sum; of logits `Activation` makes distributions.",
            seen);
    }
}
