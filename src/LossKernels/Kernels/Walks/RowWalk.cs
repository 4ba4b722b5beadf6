using LossKernels.Tensors;

namespace LossKernels.Kernels.Walks;

/// <summary>Which way the vectors go over a block. It depends on the layout and the number of classes alone, as the order of the sums does.</summary>
internal static class RowWalk
{
    /// <summary>From so many classes on, sums across the lanes of a row cost less than turning rows into columns.</summary>
    private const int ManyClasses = 64;

    /// <summary>Whether vectors go along the rows, one row after the other; else across them, many rows at once.</summary>
    public static bool GoesAlong<T>(TensorBlock<T> block)
        where T : unmanaged => block.HasRows && block.Classes >= ManyClasses;
}
