namespace LossKernels.Diagnostics.Rules;

/// <summary>A loss worse than that of the shares of the classes.</summary>
public sealed class WorseThanPrior : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "30 samples or more of one class each, and their plain loss is above what always predicting the shares of the classes among them costs, by more than labels "
        + "drawn from the predictions would give once in ten thousand times: (9.2 + (C - 1) ln(N + 1)) / N, by the count of the shares that N labels of C classes can have.";

    /// <inheritdoc/>
    public override string Reason => "A model that knows nothing but how frequent the classes are would do better: labels and predictions may not belong together.";

    // -ln 0.0001.
    private const double Chance = 9.2;

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Samples < Evidence.FewestSamples || !evidence.HasOneClassEach || !evidence.IsSound)
        {
            return null;
        }

        double[] counts = [.. evidence.ClassCounts.Where(count => count > 0).Select(count => (double)count)];
        double samples = evidence.Samples;
        double prior = -counts.Sum(count => count / samples * Math.Log(count / samples));
        double margin = (Chance + ((evidence.ClassCounts.Length - 1) * Math.Log(samples + 1))) / samples;
        return !(evidence.PlainMean > prior + margin) ? null : Found(
            $"The plain loss of {evidence.Samples} samples is {Round(evidence.PlainMean)}; {(counts.Length == 1 ? "always naming their class costs 0" : $"always predicting the shares of the {counts.Length} classes costs {Round(prior)}")}.",
            "Check that targets and predictions are in the same order, of samples and of classes.",
            evidence.Samples,
            0);
    }
}
