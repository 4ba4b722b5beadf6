using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Rows of two logits, each with the number of its class.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="logits">The logits.</param>
/// <param name="labels">A class number for each row.</param>
/// <param name="hasIgnored">Whether a negative number is taken for that of the first class; else its row needs a second look.</param>
internal readonly ref struct LabelledRows<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, bool hasIgnored) : ITwoClassRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TensorBlock<T> _logits = logits;
    private readonly ReadOnlySpan<int> _labels = labels;
    private readonly bool _hasIgnored = hasIgnored;

    /// <inheritdoc/>
    public bool Map(int row, int rows, scoped Span<T> losses)
    {
        ReadOnlySpan<int> some = _labels.Slice(row, rows);
        if (!_hasIgnored)
        {
            return Map(row, some, losses);
        }

        Span<int> classes = stackalloc int[SpreadSums<T>.Stretch];
        TensorPrimitives.Max(some, 0, classes);
        return Map(row, classes[..rows], losses);
    }

    private bool Map(int row, scoped ReadOnlySpan<int> labels, scoped Span<T> losses) => Vector512.IsHardwareAccelerated
        ? TwoClassLanes<Lanes512<T>, Vector512<T>, T>.Map(_logits, row, labels, losses)
        : TwoClassLanes<Lanes256<T>, Vector256<T>, T>.Map(_logits, row, labels, losses);
}
