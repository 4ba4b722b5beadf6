namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets of 0 and 1 for a loss of -1 and 1.</summary>
public sealed class ZeroForMinusOne : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss takes -1 and 1, as those of margins do, and the first targets, 64 at most, are 0 and 1 or 0 alone.";

    /// <inheritdoc/>
    public override string Reason => "A target of 0 is on neither side: in place of what -1 costs it costs a constant, or what both sides do together.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.NoSide;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "of the first targets is", "of the first targets are")} 0, first in sample {seen.Row}, and none is another number than 0 and 1: the loss takes -1 and 1.",
            "Give -1 in place of 0: of targets t that is 2 t - 1.",
            seen);
    }
}
