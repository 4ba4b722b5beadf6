using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Rows of zeros among rows of classes.</summary>
public sealed class TargetWithoutClass : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The kind is Categorical with several classes, and a row of targets is all zeros; or without `Kind` such rows made it Binary, where more than half of the first rows of targets, and all others "
        + "that are not zeros, sum to 1.";

    /// <inheritdoc/>
    public override string Reason => "Without label smoothing such a sample costs nothing, and it counts as class 0 where the class of a target is asked for; one among many rows of classes decides what is measured.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings[Sight.TargetWithoutClass];
        if (seen.Count > 0 && evidence.Classes > 1)
        {
            return Found(
                $"{Count(seen.Count, "row of targets is", "rows of targets are")} all zeros, first that of sample {seen.Row}: without a class there is no cost, and the largest target is that of class 0.",
                "Leave out samples of no class, or give what belongs to none a column of its own.",
                seen);
        }

        seen = evidence.WithoutClass;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "of the first rows of targets is", "of the first rows of targets are")} all zeros, first that of sample {seen.Row}, and the others sum to 1: they were taken for outputs of their own.",
            "If the classes exclude each other, leave these samples out or add `Kind = LossKind.Categorical`; `Kind = LossKind.Binary` says that a sample may have none of several labels.",
            seen,
            evidence.MayBe(LossKind.Categorical) ? Fix.With("Kind = LossKind.Categorical") : null);
    }
}
