using System.Numerics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A formula that can write derivatives while it evaluates: to the last bit those that it writes afterwards.</summary>
internal interface IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether it can of a block.</summary>
    bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets);

    /// <summary>Adds losses up without writing them down, and writes their derivatives in the same walk, all multiplied by one number.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <param name="derivatives">Where derivatives go, and the number.</param>
    /// <returns>The sums; not finite where that cannot be done, and what was written means nothing.</returns>
    SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, RowDerivatives<T> derivatives) => SumAndSpread.Unknown;

    /// <summary>Writes losses and derivatives of a block of which it can; the derivatives lie as the predictions do.</summary>
    BlockCheck Evaluate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives);
}
