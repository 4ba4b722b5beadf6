using System.Numerics.Tensors;

namespace LossKernels.Kernels.Targets;

/// <summary>Rows that are left out: their label is negative.</summary>
internal static class IgnoredRows
{
    /// <summary>Whether there is one.</summary>
    public static bool Any(ReadOnlySpan<int> labels) => TensorPrimitives.IsNegativeAny(labels);

    /// <summary>The first of them; negative if there is none.</summary>
    public static int First(ReadOnlySpan<int> labels) => Any(labels) ? labels.IndexOfAnyInRange(int.MinValue, -1) : -1;
}
