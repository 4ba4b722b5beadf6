using LossKernels.Kernels.Walks;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Of every row the sum of t_j (x_pivot - x_j): against which targets, and where they go.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="targets">As many targets as there are logits.</param>
/// <param name="skipsZeros">Whether a target of zero makes nothing of an infinite difference; else the product is NaN.</param>
/// <param name="values">Where they go; empty where none are wanted.</param>
/// <param name="buffer">Room for a tile of targets.</param>
internal readonly ref struct RowGaps<T>(TensorBlock<T> targets, bool skipsZeros, Span<double> values, Span<T> buffer)
    where T : unmanaged
{
    /// <summary>Whether none are wanted.</summary>
    public bool IsEmpty => Values.IsEmpty;

    /// <summary>The targets.</summary>
    public TensorBlock<T> Targets { get; } = targets;

    /// <summary>Whether a target of zero makes nothing of an infinite difference.</summary>
    public bool SkipsZeros { get; } = skipsZeros;

    /// <summary>Where they go.</summary>
    public Span<double> Values { get; } = values;

    /// <summary>Room for a tile of targets.</summary>
    public Span<T> Buffer { get; } = buffer;

    /// <summary>The targets of some rows as tiles; none where no gaps are wanted.</summary>
    public Tiles<T> TilesOf(int row, int rows, int width) => IsEmpty ? default : Tiles<T>.Of(Targets, row, rows, width, Buffer);
}
