namespace LossKernels.Diagnostics.Rules;

/// <summary>Predictions that are clipped.</summary>
public sealed class PredictionClipped : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A probability of what came true lies below the epsilon, or at 0 where the logarithm has a floor. A warning where there are 30 samples or more and those that are "
        + "clipped carry more than half of the loss; else information.";

    /// <inheritdoc/>
    public override string Reason => "What such a sample costs is set by the epsilon of the convention, not by the model.";

    private const double Much = 0.5;

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Survey is not { Clipped.Count: > 0 } survey || evidence.Findings.Has(Sight.PredictionOutsideUnit))
        {
            return null;
        }

        double share = survey.ClippedLoss.Value / evidence.Sum;
        string bound = evidence.Epsilon is double epsilon and > 0 ? FormattableString.Invariant($"below {epsilon:R}") : "0";
        return Found(
            $"{Count(survey.Clipped.Count, "sample has", "samples have")} a probability {bound} for what came true, first {Round(survey.Clipped.Value)} in sample {survey.Clipped.Row}; they carry {share:P0} of the loss.",
            "Measure from logits, where nothing is clipped, or look at these samples: they may be labelled wrongly.",
            survey.Clipped,
            severity: evidence.Samples >= Evidence.FewestSamples && share > Much ? Severity.Warning : Severity.Information);
    }
}
