using LossKernels.Semantics;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Class numbers given to a kind that takes a value for each class.</summary>
public sealed class LabelsForOneHot : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Error;

    /// <inheritdoc/>
    public override string Condition => "The kind is Categorical or Binary, and there is one whole number from 0 to the number of classes less 1 for each row of several predictions.";

    /// <inheritdoc/>
    public override string Reason => "A class number is not a value for each class; the kind Sparse takes it.";

    internal override Diagnostic? Explain(Failure failure)
    {
        if (failure.Kind is not (LossKind.Categorical or LossKind.Binary)
            || failure.Error.Id is not (nameof(LossErrors.ShapeMismatch) or nameof(LossErrors.TargetCountMismatch))
            || failure.Classes < 2 || !TargetShapes.AreLabels(failure.Prediction.Shape, failure.Target.Shape, failure.Axis))
        {
            return null;
        }

        double[] labels = failure.FirstTargets();
        return !Failure.AreClassNumbers(labels) || labels.Max() >= failure.Classes ? null : Found(
            $"The targets are {labels.Length} whole numbers, one for each row of {failure.Classes} predictions.",
            "Take `Kind = LossKind.Sparse` for class numbers; `OneHot.Encode` makes rows of them.",
            labels.Length,
            0,
            Fix.With("Kind = LossKind.Sparse"));
    }
}
