using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>A mean of nothing.</summary>
public sealed class NothingToAverage : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "All samples are ignored, or what the mean divides by is zero.";

    /// <inheritdoc/>
    public override string Reason => "The mean of nothing is 0, NaN or an error, as the convention will have it, and says nothing.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Reduction != Reduction.Mean || !evidence.IsNothing)
        {
            return null;
        }

        return Found(
            (evidence.Samples, evidence.Ignored) switch
            {
                (0, 0) => $"There are no samples.",
                (0, 1) => $"The only sample is ignored because of its label.",
                (0, _) => $"All {evidence.Ignored} samples are ignored because of their label.",
                _ => $"The denominator ({evidence.Denominator}) is zero.",
            },
            "Check the labels and the weights.",
            evidence.Samples + evidence.Ignored,
            0);
    }
}
