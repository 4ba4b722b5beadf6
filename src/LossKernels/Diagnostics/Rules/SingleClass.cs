namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets of a single class.</summary>
public sealed class SingleClass : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "30 samples or more, all of the same class. A warning where the predictions expect 10 or more of other classes, which happens by chance once in 20,000 times; "
        + "else information.";

    /// <inheritdoc/>
    public override string Reason => "Of one class nothing is learnt about the others, and always naming it would cost nothing.";

    private const double ExpectedOthers = 10;

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Samples < Evidence.FewestSamples || !evidence.HasOneClassEach || !evidence.IsSound)
        {
            return null;
        }

        long[] counts = evidence.ClassCounts;
        int only = Array.FindIndex(counts, count => count > 0);
        if (counts.Length < 2 || counts[only] != evidence.Samples)
        {
            return null;
        }

        double others = evidence.Survey!.OtherShare;
        return Found(
            $"All {evidence.Samples} samples are of class {only}; the predictions expect {Round(others)} of others.",
            "Check that the targets are the right column, and that the samples are not sorted by class and cut off.",
            evidence.Samples,
            0,
            severity: others >= ExpectedOthers ? Severity.Warning : Severity.Information);
    }
}
