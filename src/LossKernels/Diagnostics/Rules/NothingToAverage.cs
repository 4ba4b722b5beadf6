using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>A mean of nothing.</summary>
public sealed class NothingToAverage : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "All samples, or all of a batch, are ignored, or what the mean divides by is zero.";

    /// <inheritdoc/>
    public override string Reason => "The mean of nothing is 0, NaN or an error, as the convention will have it, and says nothing.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence) => evidence switch
    {
        { Reduction: not Reduction.Mean } => null,
        { IsNothing: true } => Found(evidence, null, evidence.Samples, evidence.Ignored, evidence.FirstSample),
        { EmptyBatch: EmptyBatch batch } => Found(evidence, batch.Number, batch.Samples, batch.Ignored, batch.FirstSample),
        _ => null,
    };

    private Diagnostic Found(Evidence evidence, long? batch, long samples, long ignored, long firstSample) => Found(
        $"{MeanOfNothing.Reason(samples, ignored, batch, $"The denominator ({evidence.Denominator})")}.",
        "Check the labels and the weights.",
        samples + ignored,
        firstSample);
}
