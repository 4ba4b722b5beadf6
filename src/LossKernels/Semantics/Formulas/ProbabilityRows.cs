using System.Numerics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Cross-entropy of rows of probabilities: what an evaluation finds out about them is what the derivatives are made of.</summary>
/// <param name="general">The same loss of any probabilities, class by class.</param>
internal abstract class ProbabilityRows<T>(LossFormula<T> general) : ShortFormula<T>(general), IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) => predictions.HasRows;

    public BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        BlockCheck check = Evaluate(predictions, targets, losses, scratch, quality: default);
        Write(predictions, targets, scratch, derivatives);
        return check;
    }

    public sealed override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        Write(predictions, targets, scratch, new RowDerivatives<T>(scales, gradient, isStreamed: false));

    /// <summary>Writes the derivatives of losses that are evaluated, unless they are to be taken class by class.</summary>
    protected abstract bool TryDerive(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<double> scratch, RowDerivatives<T> derivatives);

    private void Write(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        if (!TryDerive(predictions, targets, scratch, derivatives))
        {
            derivatives.ForgetLooks();
            General.Differentiate(predictions, targets, scratch, derivatives.Scales, derivatives.Values);
        }
    }
}
