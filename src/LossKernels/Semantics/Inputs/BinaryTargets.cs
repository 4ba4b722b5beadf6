using System.Numerics;
using System.Numerics.Tensors;

namespace LossKernels.Semantics.Inputs;

/// <summary>Binary targets as a convention has them.</summary>
internal static class BinaryTargets
{
    /// <summary>Writes targets as they are, or where any above zero counts as one, as one or zero. A NaN stays one.</summary>
    public static void Write<T>(Convention convention, ReadOnlySpan<T> targets, Span<double> results)
        where T : unmanaged, INumberBase<T>
    {
        TensorPrimitives.ConvertTruncating(targets, results);
        if (convention.HardensBinaryTargets)
        {
            Span<double> hard = results[..targets.Length];
            TensorPrimitives.Clamp(hard, 0, 1, hard);
            TensorPrimitives.Ceiling(hard, hard);
        }
    }
}
