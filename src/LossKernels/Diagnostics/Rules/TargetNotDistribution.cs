using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets of the kind Categorical that are no distribution.</summary>
public sealed class TargetNotDistribution : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The kind is Categorical, and a row of targets that is not all zeros does not sum to 1 within 0.004, or has a negative value; what rounding leaves, to bfloat16 too, is less. "
        + "Or without `Kind` such rows made it Binary, where more than half of the first rows of targets, and all of predictions, sum to 1.";

    /// <inheritdoc/>
    public override string Reason => "The cross-entropy of classes is that of distributions; of several labels a sample the terms add up to something else.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings[Sight.TargetNotDistribution];
        if (seen.Count == 0 || evidence.FittingAxis is not null)
        {
            return TakenForOutputs(evidence);
        }

        FormattableString message = $"{Count(seen.Count, "row of targets is", "rows of targets are")} no distribution, first that of sample {seen.Row}, which {Telling(seen)}.";
        if (seen.Value < 0)
        {
            return Found(message, "Give shares of 0 and more that sum to 1 for each row; of logits and other scores, the softmax.", seen);
        }

        bool takesBinary = evidence.Classes > 1 && evidence.MayBe(LossKind.Binary);
        return Found(
            message,
            "Take `Kind = LossKind.Binary` if a sample can have several labels; else divide each row by its sum.",
            seen,
            takesBinary ? Fix.With("Kind = LossKind.Binary") : null);
    }

    private Diagnostic? TakenForOutputs(Evidence evidence)
    {
        Sighting seen = evidence.NoDistribution;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "of the first rows of targets is", "of the first rows of targets are")} no distribution, first that of sample {seen.Row}, which {Telling(seen)}, and the others sum to 1, as all rows of predictions do: they were taken for outputs of their own.",
            "If the classes exclude each other, divide each row by its sum or add `Kind = LossKind.Categorical`; `Kind = LossKind.Binary` says that a sample may have several labels.",
            seen,
            evidence.MayBe(LossKind.Categorical) ? Fix.With("Kind = LossKind.Categorical") : null);
    }

    // A sum is only negative where a target is.
    private static string Telling(Sighting seen) => (seen.Value < 0 ? "has the target " : "sums to ") + Round(seen.Value);
}
