namespace LossKernels.Diagnostics.Rules;

/// <summary>Counts that are negative.</summary>
public sealed class NegativeCount : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A target of Poisson or PoissonNegativeLogLikelihood is negative.";

    /// <inheritdoc/>
    public override string Reason => "It is a count, and of less than none there is no likelihood: the loss falls without end as the prediction does.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.NegativeCount;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "target is", "targets are")} negative, first {Show(seen.Value)} in sample {seen.Row}; the loss is made for counts.",
            "Give counts, 0 and more; of numbers of either sign take the mean squared or the absolute error.",
            seen);
    }
}
