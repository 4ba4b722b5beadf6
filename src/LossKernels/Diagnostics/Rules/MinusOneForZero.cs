namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets of -1 and 1 for a loss of 0 and 1.</summary>
public sealed class MinusOneForZero : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss takes 0 and 1, as the hinge of TensorFlowJs and BinaryAccuracy do, and the first targets, 64 at most, are -1 and 1 or -1 alone.";

    /// <inheritdoc/>
    public override string Reason => "A target of -1 is no answer: the hinge takes it for -3, three times as far on its side, and no prediction is found to be it.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.NoAnswer;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "of the first targets is", "of the first targets are")} -1, first in sample {seen.Row}, and none is another number than -1 and 1: the loss takes 0 and 1.",
            "Give 0 in place of -1, of targets t (t + 1) / 2; -Class -1,1 does so too.",
            seen);
    }
}
