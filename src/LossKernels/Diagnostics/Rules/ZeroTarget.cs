namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets of 0, of which an error is no percentage.</summary>
public sealed class ZeroTarget : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A target of MeanAbsolutePercentageError is 0.";

    /// <inheritdoc/>
    public override string Reason => "An error is no percentage of nothing: divided by an epsilon in place of the target, one such sample outweighs all others.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.ZeroTarget;
        string divisor = evidence.Epsilon > 0 ? FormattableString.Invariant($"{evidence.Epsilon:R} in its place") : "it";
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "target is", "targets are")} 0, first that of sample {seen.Row}; the error there is divided by {divisor}.",
            "Leave out samples without a target to compare with, or take MeanAbsoluteError or MeanSquaredLogarithmicError, which divide by none.",
            seen);
    }
}
