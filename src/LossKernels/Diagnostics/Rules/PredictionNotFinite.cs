namespace LossKernels.Diagnostics.Rules;

/// <summary>Predictions that are NaN, or infinite where that rules nothing out.</summary>
public sealed class PredictionNotFinite : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A prediction is NaN; or of classes a logit or log-probability is infinite and not negative. Negative infinity rules a class out and is legal.";

    /// <inheritdoc/>
    public override string Reason => "One such prediction makes the loss of its sample, and so the mean, NaN.";

    /// <summary>What to do about numbers that are not finite, as a sentence.</summary>
    /// <param name="numbers">What the numbers are called.</param>
    /// <param name="owners">What they can be left out with.</param>
    public static string Remedy(string numbers, string owners) => $"Find out what made {numbers} so (an overflow, 0/0, a gap in the data), or leave {owners} out.";

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Survey is not { } survey || survey.NotANumber.Count + survey.Infinite.Count == 0)
        {
            return null;
        }

        Sighting all = survey.NotANumber;
        all.Merge(survey.Infinite);
        string infinite = survey.Infinite.Count == 0 ? "" : FormattableString.Invariant($"{survey.Infinite.Count} {Are(survey.Infinite)} infinite, first in sample {survey.Infinite.Row}");
        string nan = survey.NotANumber.Count == 0 ? "" : FormattableString.Invariant($"{survey.NotANumber.Count} {Are(survey.NotANumber)} NaN, first in sample {survey.NotANumber.Row}");
        return Found(
            $"Of {survey.Rows * evidence.Classes} predictions {string.Join("; ", new[] { nan, infinite }.Where(part => part.Length > 0))}.",
            Remedy(all.Count == 1 ? "it" : "them", all.Count == 1 ? "the sample" : "these samples"),
            all);
    }

    private static string Are(in Sighting seen) => seen.Count == 1 ? "is" : "are";
}
