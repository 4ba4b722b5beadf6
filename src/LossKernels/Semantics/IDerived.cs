using System.Numerics;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>A formula that can write derivatives while it evaluates: to the last bit those that it writes afterwards.</summary>
internal interface IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether it can of a block.</summary>
    bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets);

    /// <summary>Writes losses and derivatives of a block of which it can.</summary>
    BlockCheck Evaluate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives);
}
