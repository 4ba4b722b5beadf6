using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>Which way the vectors go over a block. It depends on the layout and the number of classes alone, as the order of the sums does.</summary>
internal static class RowWalk
{
    /// <summary>From so many classes on, sums across the lanes of a row cost less than turning rows into columns.</summary>
    private const int ManyClasses = 64;

    /// <summary>Whether vectors go along the rows, one row after the other; else across them, many rows at once.</summary>
    public static bool GoesAlong<T>(TensorBlock<T> block)
        where T : unmanaged => block.HasRows && block.Classes >= ManyClasses;
}

/// <summary>The label and its logit for each row of a tile.</summary>
/// <typeparam name="T">float or double.</typeparam>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Never compared.")]
internal struct LanesOfRows<T>
    where T : unmanaged
{
    public Lanes16<int> Labels;
    public Lanes16<T> Pivots;

    /// <summary>Picks from the rows of a tile; a negative label picks class 0, past the last row the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pick(Tile<T> tile, ReadOnlySpan<int> labels, int width)
    {
        ref T first = ref Unsafe.AsRef(in tile.First);
        for (int lane = 0; lane < width; lane++)
        {
            int label = Math.Max(0, labels[Math.Min(lane, labels.Length - 1)]);
            Labels[lane] = label;
            Pivots[lane] = Unsafe.Add(ref first, (label * tile.Stride) + lane);
        }
    }
}

/// <summary>A value for each row of a tile.</summary>
[InlineArray(16)]
internal struct Lanes16<T>
{
    private T _first;
}
