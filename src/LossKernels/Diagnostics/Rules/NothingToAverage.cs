using System.Globalization;
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

    internal override Diagnostic? Check(Evidence evidence)
    {
        return evidence switch
        {
            { Reduction: not Reduction.Mean } => null,
            { IsNothing: true } => Found(evidence, "", evidence.Samples, evidence.Ignored, 0),
            { EmptyBatch: EmptyBatch batch } => Found(evidence, string.Create(CultureInfo.InvariantCulture, $" of batch {batch.Number}"), batch.Samples, batch.Ignored, batch.FirstRow),
            _ => null,
        };
    }

    private Diagnostic Found(Evidence evidence, string where, long samples, long ignored, long firstRow) => Found(
        (samples, ignored) switch
        {
            (0, 0) => $"There are no samples.",
            (0, 1) => $"The only sample{where} is ignored because of its label.",
            (0, _) => $"All {ignored} samples{where} are ignored because of their label.",
            _ => $"The denominator ({evidence.Denominator}){where} is zero.",
        },
        "Check the labels and the weights.",
        samples + ignored,
        firstRow);
}
