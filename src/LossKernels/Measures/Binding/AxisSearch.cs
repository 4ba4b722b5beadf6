using LossKernels.Diagnostics;
using LossKernels.Semantics;
using LossKernels.Semantics.Inputs;
using LossKernels.Tensors;

namespace LossKernels.Measures.Binding;

/// <summary>Looks for the axis on which classes lie, where the one that is measured does not look like it.</summary>
internal static class AxisSearch
{
    // The sums of fewer rows may all be 1 by chance, where outputs are independent.
    private const int FewestRows = 10;

    /// <summary>The one other axis along which the first rows are distributions, where those along the axis that is measured are not.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <param name="target">The targets.</param>
    /// <param name="axis">The axis that is measured.</param>
    /// <param name="decision">The kind.</param>
    /// <param name="form">What the predictions are.</param>
    public static int? Find(TensorView prediction, TensorView target, int axis, KindDecision decision, InputForm form)
    {
        bool areProbabilities = form == InputForm.Probability;
        int[] others = [.. Enumerable.Range(0, prediction.Shape.Rank).Where(other => other != axis && prediction.Shape[other] > 1)];
        int[] found = decision.Kind switch
        {
            LossKind.Categorical when target.Shape.Equals(prediction.Shape) && !Distribution.AreRows(target, axis) =>
                [.. others.Where(other => Distribution.AreRows(target, other))],
            LossKind.Sparse when areProbabilities && !Distribution.AreRows(prediction, axis) =>
                [.. others.Where(other => TargetShapes.AreLabels(prediction.Shape, target.Shape, other) && Distribution.AreRows(prediction, other))],
            LossKind.Binary when areProbabilities && decision.FromTargets && !Distribution.AreRows(prediction, axis) =>
                [.. others.Where(other => prediction.Shape.Length / prediction.Shape[other] >= FewestRows
                    && Distribution.AreRows(target, other) && Distribution.AreRows(prediction, other))],
            _ => [],
        };
        return found.Length == 1 ? found[0] : null;
    }
}
