namespace LossKernels.Tensors;

/// <summary>
/// Rows x classes contiguous values: what a kernel is given. It does not own its memory.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct TensorBlock<T>
    where T : unmanaged
{
    /// <summary>Views contiguous values as rows of the given number of classes.</summary>
    public TensorBlock(ReadOnlySpan<T> values, int classes)
    {
        Values = values;
        Classes = classes;
        Rows = classes == 0 ? 0 : values.Length / classes;
    }

    /// <summary>All values, row after row.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>The number of values in a row.</summary>
    public int Classes { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>One row.</summary>
    public ReadOnlySpan<T> this[int row] => Values.Slice(row * Classes, Classes);
}
