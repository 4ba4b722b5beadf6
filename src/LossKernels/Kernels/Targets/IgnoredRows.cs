using System.Numerics.Tensors;

namespace LossKernels.Kernels.Targets;

/// <summary>Rows that are left out: their label is negative.</summary>
internal static class IgnoredRows
{
    /// <summary>Whether there is one.</summary>
    public static bool Any(ReadOnlySpan<int> labels) => TensorPrimitives.IsNegativeAny(labels);

    /// <summary>The first of them; negative if there is none.</summary>
    public static int First(ReadOnlySpan<int> labels) => Any(labels) ? labels.IndexOfAnyInRange(int.MinValue, -1) : -1;

    /// <summary>Writes zeros in their places.</summary>
    public static void Clear(ReadOnlySpan<int> labels, Span<double> losses)
    {
        // Which are left out nobody can guess: a branch would often be mistaken.
        for (int r = 0; r < labels.Length; r++)
        {
            losses[r] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(losses[r]) & ~((long)labels[r] >> 63));
        }
    }
}
