namespace LossKernels.Diagnostics.Rules;

/// <summary>Probabilities or scores that are compared with class numbers.</summary>
public sealed class PredictionNotLabel : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss is Accuracy, all of the first targets, 64 at most, are whole numbers, and one of the first predictions is not.";

    /// <inheritdoc/>
    public override string Reason => "It counts the predictions that are equal to their target, and a probability is equal to none, however right it is.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        Sighting seen = evidence.Findings.NoLabel;
        return seen.Count == 0 ? null : Found(
            $"{Count(seen.Count, "of the first predictions is", "of the first predictions are")} no whole number, first {Show(seen.Value)} in sample {seen.Row}; Accuracy compares for equality.",
            "Take Measure-Accuracy for probabilities and scores, or round the predictions to class numbers.",
            seen);
    }
}
