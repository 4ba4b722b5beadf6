using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Rows of two logits, each with two targets.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct SoftRows<T>(TensorBlock<T> logits, TensorBlock<T> targets) : ITwoClassRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TensorBlock<T> _logits = logits;
    private readonly TensorBlock<T> _targets = targets;

    /// <inheritdoc/>
    public bool Map(int row, int rows, scoped Span<T> losses) => Vector512.IsHardwareAccelerated
        ? TwoTargetLanes<Lanes512<T>, Vector512<T>, T>.Map(_logits, _targets, row, rows, losses)
        : TwoTargetLanes<Lanes256<T>, Vector256<T>, T>.Map(_logits, _targets, row, rows, losses);
}
