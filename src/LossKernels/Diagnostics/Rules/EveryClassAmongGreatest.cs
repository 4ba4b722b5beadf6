namespace LossKernels.Diagnostics.Rules;

/// <summary>Classes sought among as many scores as there are.</summary>
public sealed class EveryClassAmongGreatest : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The accuracy is one among the K greatest scores, and K is not less than the number of classes.";

    /// <inheritdoc/>
    public override string Reason => "Every class is among all of them, so that the accuracy is 1 whatever the model says.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence) => !(evidence.Among >= evidence.Classes) || evidence.Samples == 0 ? null : Found(
        $"K is {evidence.Among}, and there {(evidence.Classes == 1 ? "is 1 class" : $"are {evidence.Classes} classes")}.",
        "Choose a K that is less than the number of classes, of which each has a column of the predictions.",
        evidence.Samples,
        0);
}
