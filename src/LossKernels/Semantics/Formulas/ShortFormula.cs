using System.Numerics;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A shorter way to the losses of another formula, which has the derivatives where there is none to these.</summary>
/// <param name="general">The other formula, which takes any predictions and targets of the kind.</param>
internal abstract class ShortFormula<T>(LossFormula<T> general) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The same loss the long way.</summary>
    protected LossFormula<T> General => general;

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        general.Differentiate(predictions, targets, scratch, scales, gradient);
}
