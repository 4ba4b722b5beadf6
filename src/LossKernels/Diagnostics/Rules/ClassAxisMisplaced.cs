using System.Globalization;
using LossKernels.Semantics;
using LossKernels.Semantics.Inputs;
using LossKernels.Tensors;

namespace LossKernels.Diagnostics.Rules;

/// <summary>The classes lie on another axis.</summary>
public sealed class ClassAxisMisplaced : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The first rows along the class axis are not distributions, and along one other axis they are: of targets one for each class; of predictions, where they are "
        + "probabilities; of both, in 10 rows or more, where the kind is Binary. An error where the shapes fit no other axis.";

    /// <inheritdoc/>
    public override string Reason => "Softmax, and the sum over the classes, run along the class axis; along another one they mix samples.";

    internal override Diagnostic? Check(Evidence evidence) => evidence.FittingAxis is not int axis ? null : Found(
        $"The rows along axis {evidence.Axis} of predictions of shape {evidence.Prediction} are not distributions, and those along axis {axis} are.",
        $"Add `Axis = {axis}` if the classes lie there.",
        1,
        0,
        FixOf(axis));

    internal override Diagnostic? Explain(Failure failure)
    {
        Shape shape = failure.Prediction.Shape;
        if (failure.Error.Id is not (nameof(LossErrors.ShapeMismatch) or nameof(LossErrors.TargetCountMismatch)) || failure.Kind == LossKind.Binary)
        {
            return null;
        }

        int[] others = [.. Enumerable.Range(0, shape.Rank).Where(other =>
            other != failure.Axis && shape[other] > 1 && TargetShapes.AreLabels(shape, failure.Target.Shape, other))];
        return others.Length != 1 ? null : Found(
            $"Targets of shape {failure.Target.Shape} belong to predictions of shape {shape} if the classes lie on axis {others[0]}, not {failure.Axis}.",
            $"Add `Axis = {others[0]}` if the classes lie there.",
            1,
            0,
            FixOf(others[0]),
            Severity.Error);
    }

    private static Fix FixOf(int axis) => Fix.With(string.Create(CultureInfo.InvariantCulture, $"Axis = {axis}"));
}
