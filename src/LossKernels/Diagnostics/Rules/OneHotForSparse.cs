using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets with a value for each class, given to the kind Sparse.</summary>
public sealed class OneHotForSparse : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Error;

    /// <inheritdoc/>
    public override string Condition => "The kind is Sparse, and there are as many targets as predictions, of two classes or more.";

    /// <inheritdoc/>
    public override string Reason => "Sparse targets are one class number a sample; a value for each class is Categorical.";

    internal override Diagnostic? Explain(Failure failure)
    {
        long count = failure.Target.Shape.Length;
        if (failure.Kind != LossKind.Sparse || failure.Error.Id is not (nameof(LossErrors.ShapeMismatch) or nameof(LossErrors.TargetCountMismatch))
            || count != failure.Prediction.Shape.Length || failure.Classes < 2)
        {
            return null;
        }

        bool areRows = Distribution.AreRows(failure.Target.Reshape(failure.Prediction.Shape), failure.Axis);
        return Found(
            $"The targets have a value for each prediction: {count} for {count / failure.Classes} samples of {failure.Classes} classes.",
            areRows ? "Take `Kind = LossKind.Categorical` for one-hot rows." : "Take `Kind = LossKind.Binary` for outputs that each say yes or no.",
            count / failure.Classes,
            0,
            Fix.With(areRows ? "Kind = LossKind.Categorical" : "Kind = LossKind.Binary"));
    }
}
