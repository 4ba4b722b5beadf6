using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Sums of finite losses or weights that double precision has no numbers for.</summary>
public sealed class SumOverflow : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "All losses are finite, and their sum, where that is asked for, is beyond the largest number of Float64, or their mean is, as it divides by a number far below 1; or "
        + "the weights are finite, and their sum is beyond it.";

    /// <inheritdoc/>
    public override string Reason => "What is written of it is infinite. A mean is taken of wider sums, and is a number where there is one.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        bool isSum = evidence.Reduction == Reduction.Sum;
        return evidence switch
        {
            { IsLossBeyondDouble: true } => Found(
                $"The losses of {Count(evidence.Samples, "sample", "samples").ToLowerInvariant()} are finite, and {(isSum ? "" : $"divided by {Show(evidence.Divisor)} ")}their sum is beyond double precision.",
                isSum ? $"Add `Reduction = Reduction.Mean`, or {Smaller(evidence)}." : $"Give a larger `Denominator`, or {Smaller(evidence)}.",
                evidence.Samples,
                evidence.FirstSample),
            { AreWeightsBeyondDouble: true } => Found(
                $"The weights of {Count(evidence.Samples, "sample", "samples").ToLowerInvariant()} are finite, and their sum is beyond double precision.",
                "Divide all weights by one number: a mean over their sum stays the same.",
                evidence.Samples,
                evidence.FirstSample),
            _ => null,
        };
    }

    private static string Smaller(Evidence evidence) => evidence.Form switch
    {
        InputForm.Logit => "give smaller weights or logits",
        InputForm.LogProbability => "give smaller weights or logarithms",
        InputForm.Probability => "give smaller weights",
        _ => "scale targets and predictions",
    };
}
