namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets that are neither 0 nor 1 for a loss of these.</summary>
public sealed class TargetNotBinary : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss takes 0 and 1, as BinaryAccuracy and the hinge of TensorFlowJs do, and of the first targets, 64 at most, one is another number, and not all are -1 and 1.";

    /// <inheritdoc/>
    public override string Reason => "What is neither no nor yes no prediction is found to be, however right it is, and the hinge takes it for a side that lies elsewhere.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.OtherAnswers;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "of the first targets is", "of the first targets are")} neither 0 nor 1, first {Show(seen.Value)} in sample {seen.Row}: the loss takes these.",
            seen.Value is > 0 and < 1
                ? "Give the targets first, then the predictions; of targets that lie between make 0 or 1."
                : "Give 0 or 1; of class numbers give each sample a row of predictions with a column for each class, which ConvertTo-OneHot makes of predicted classes.",
            seen);
    }
}
