namespace LossKernels.Diagnostics.Rules;

/// <summary>Losses that the data type has no numbers for.</summary>
public sealed class LossOverflow : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The losses are kept, in the result or in a file, and one that is finite is beyond the largest number of the data type.";

    /// <inheritdoc/>
    public override string Reason => "What is kept of it is Infinity; mean and sum are taken in Float64, and stay finite.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.Overflow;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "loss is", "losses are")} beyond single precision and kept as Infinity, first {Round(seen.Value)} of sample {seen.Row}.",
            "Add -DataType Float64, or scale targets and predictions.",
            seen);
    }
}
