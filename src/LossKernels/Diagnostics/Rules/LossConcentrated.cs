namespace LossKernels.Diagnostics.Rules;

/// <summary>Few samples that carry most of the loss.</summary>
public sealed class LossConcentrated : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Information;

    /// <inheritdoc/>
    public override string Condition => "30 samples or more, and the ten that cost most, or a tenth of all where that is less, carry more than half of the loss.";

    /// <inheritdoc/>
    public override string Reason => "They are often labelled wrongly, and the mean says little of the others.";

    private const double Much = 0.5;

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Samples < Evidence.FewestSamples || evidence.Survey is not { } survey || !evidence.IsSound)
        {
            return null;
        }

        CostlySample[] worst = [.. survey.Costliest.All.Take((int)Math.Min(CostliestSamples.Most, evidence.Samples / CostliestSamples.Most))];
        double share = worst.Sum(sample => sample.Loss) / evidence.Sum;
        return !(share > Much && share <= 1) ? null : Found(
            $"{worst.Length} of {evidence.Samples} samples carry {share:P0} of the loss: {string.Join("; ", worst.Select(Describe))}.",
            "Look at these samples, and whether their labels are right.",
            worst.Length,
            worst[0].Row) with
        { Rows = [.. worst.Select(sample => sample.Row)] };
    }

    private static string Describe(CostlySample sample) => sample.Class < 0
        ? FormattableString.Invariant($"sample {sample.Row} {Round(sample.Loss)}")
        : FormattableString.Invariant($"sample {sample.Row} {Round(sample.Loss)} (class {sample.Class}, p {sample.Probability:G3})");
}
