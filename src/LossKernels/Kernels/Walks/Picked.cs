using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Walks;

/// <summary>What stands at the labels of rows.</summary>
internal static class Picked<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // Up to so many classes, a look at all of them in vectors costs less than one at each row.
    private const int MostLookedThrough = 32;

    /// <summary>Writes the value of the label's class of every row of some tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Write(Tiles<T> tiles, int classes, ReadOnlySpan<int> labels, Span<T> picked)
    {
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int row = tile * TLanes.Count;
            ref readonly T first = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            TLanes.Store(Of(in first, tiles.Stride, classes, in labels[row]), ref picked[0], row);
        }
    }

    /// <summary>Writes the value of the label's class of some rows that lie side by side; of a negative label, that of the first class.</summary>
    /// <param name="block">The block.</param>
    /// <param name="row">The first row.</param>
    /// <param name="labels">The labels of the rows.</param>
    /// <param name="picked">Where the values go.</param>
    public static void Along(TensorBlock<T> block, int row, ReadOnlySpan<int> labels, Span<T> picked)
    {
        int classes = block.Classes;
        ref T first = ref MemoryMarshal.GetReference(block.Values.Slice(row * classes, labels.Length * classes));
        picked = picked[..labels.Length];
        for (int r = 0; r < labels.Length; r++)
        {
            picked[r] = Unsafe.Add(ref first, (r * classes) + Math.Clamp(labels[r], 0, classes - 1));
        }
    }

    /// <summary>Asks for what <see cref="Along"/> will write of the rows that follow, where they are so long that it lies farther ahead than a walk asks for.</summary>
    public static void AskAlong(TensorBlock<T> block, int row, ReadOnlySpan<int> labels)
    {
        nint classes = block.Classes;
        if (labels.Length * classes <= Prefetch.Farthest<T>())
        {
            return;
        }

        ref readonly T first = ref MemoryMarshal.GetReference(block.Values);
        for (int r = 0; r < labels.Length; r++)
        {
            Prefetch.Of(in first, ((row + r) * classes) + labels[r]);
        }
    }

    /// <summary>The value of the label's class of every row of a tile; of a negative label, zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(ref readonly T first, nint stride, int classes, ref readonly int rowLabels)
    {
        TVector labels = TLanes.LoadBits(in rowLabels);
        TVector picked = TLanes.Of(0);
        if (classes > MostLookedThrough)
        {
            Lanes16<T> values = default;
            for (int lane = 0; lane < TLanes.Count; lane++)
            {
                int label = Unsafe.Add(ref Unsafe.AsRef(in rowLabels), lane);
                if (label >= 0)
                {
                    values[lane] = Unsafe.Add(ref Unsafe.AsRef(in first), (label * stride) + lane);
                }
            }

            return TLanes.Load(in values[0], 0);
        }

        TVector numbers = TLanes.OfBits(0);
        TVector one = TLanes.OfBits(1);
        nint last = classes * stride;
        for (nint i = 0; i < last; i += stride)
        {
            picked = TLanes.SelectEqualBits(numbers, labels, TLanes.Load(in first, i), picked);
            numbers = TLanes.AddBits(numbers, one);
        }

        return picked;
    }
}
