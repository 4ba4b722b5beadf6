namespace LossKernels.Diagnostics;

/// <summary>A rule that fires where something was seen in passing, and has nothing else to judge. It has the name of the sight.</summary>
/// <param name="sight">What it tells of.</param>
/// <param name="condition">When it fires, with its thresholds and their reasons.</param>
/// <param name="reason">Why it matters, in a sentence.</param>
/// <param name="tell">What was seen and what to do, each as a sentence.</param>
internal sealed class SightingRule(Sight sight, string condition, string reason, Func<Sighting, Evidence, (FormattableString Seen, string Remedy)> tell) : Rule
{
    /// <inheritdoc/>
    public override string Id => sight.ToString();

    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => condition;

    /// <inheritdoc/>
    public override string Reason => reason;

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting where = evidence.Findings[sight];
        if (where.Count == 0)
        {
            return null;
        }

        (FormattableString seen, string remedy) = tell(where, evidence);
        return Found(seen, remedy, where);
    }
}
