using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Losses that are infinite.</summary>
public sealed class LossInfinite : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss of a sample is infinite.";

    /// <inheritdoc/>
    public override string Reason => "A probability of zero for what came true costs without limit; one infinite loss makes the mean infinite.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        OddLosses odd = evidence.Findings.LossInfinite;
        bool isOfData = odd.Culprit is "target" or "weight" || !evidence.IsCrossEntropy;
        bool isTooLarge = evidence.IsCrossEntropy && odd.Culprit is null && (evidence.Form != InputForm.Probability || !odd.HasEnd);
        bool isTempered = isTooLarge && evidence.Temperature < 1;
        bool isSmoothed = !isOfData && !isTooLarge && evidence.LabelSmoothing > 0;
        string cause = isOfData ? ""
            : isTempered ? $": logits over a temperature of {Show(evidence.Temperature)}, with their weights, make too large a number for Float64"
            : isTooLarge ? ": with its weights it is too large a number for Float64"
            : !isSmoothed ? ": the target's probability is zero there"
            : odd.IsMasked ? ": that class is masked, and label smoothing gives it a share of the target"
            : ": label smoothing gives a share of the target to a probability of zero there";
        return odd.Seen.Count == 0 ? null : Found(
            $"{Count(odd.Seen.Count, "loss is", "losses are")} infinite under {evidence.Convention.Name}, first that of sample {odd.Seen.Row}{Blamed(odd)}{cause}.",
            (odd.Culprit, evidence.IsCrossEntropy) switch
            {
                _ when odd.IsBeyondType => WidenType,
                _ when isTempered => "Give a larger `Temperature`, or smaller weights or logits.",
                _ when isTooLarge => $"Give smaller weights{(evidence.FromLogits ? " or logits" : "")}.",
                ("target", _) => "Give the sample a finite target, or leave it out.",
                ("weight", _) => "Give finite weights.",
                (not null, true) when isSmoothed => $"{(odd.IsMasked ? "Leave out `LabelSmoothing`, or give" : "Give")} finite {(evidence.FromLogits ? "logits" : "logarithms")}.",
                (_, true) => evidence.FromLogits ? "Look there for an infinite logit." : "Measure from logits, or choose a convention that clips.",
                (not null, _) => "Find out what made the prediction so (an overflow, a division by zero), or leave the sample out.",
                _ => "Look there for a number at the end of the formula, such as a zero that it takes the logarithm of, or one too large to square.",
            },
            odd.Seen,
            isSmoothed && odd.IsMasked && IsCheap(evidence) ? Fix.With("LabelSmoothing = 0") : null);
    }

    // Whether a masked class costs nothing without smoothing.
    private static bool IsCheap(Evidence evidence) =>
        evidence.Kind == LossKind.Sparse || (evidence.Kind == LossKind.Categorical && evidence.Convention.ZeroTimesInfinityIsZero);
}
