using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// The loss of a row of finite logits of which some differ by more than there is a number for: sum of s_j (x_max - x_j), s_j = kept t_j + spread, and the
/// sum of the s_j times ln(1 + tail). The differences are taken, multiplied and added up in a smaller unit.
/// </summary>
internal static class FarRow
{
    // 2^-64: where it takes digits of a small logit, another is so large that they do not show.
    private const double Unit = 1.0 / (1L << 32) / (1L << 32);

    /// <summary>That of a weight for each class.</summary>
    public static double Loss<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, double kept, double spread)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = TensorPrimitives.IndexOfMax(logits);
        double gap = 0;
        double mass = 0;
        for (int j = 0; j < logits.Length; j++)
        {
            double share = (kept * double.CreateTruncating(targets[j])) + spread;
            gap += share * Gap(logits, largest, j);
            mass += share;
        }

        return (gap / Unit) + (mass * LogSum(logits, largest));
    }

    /// <summary>That of a class number.</summary>
    public static double Loss<T>(ReadOnlySpan<T> logits, int label, double kept, double spread)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = TensorPrimitives.IndexOfMax(logits);
        double gap = kept * Gap(logits, largest, label);
        for (int j = 0; j < logits.Length; j++)
        {
            gap += spread * Gap(logits, largest, j);
        }

        return (gap / Unit) + LogSum(logits, largest);
    }

    private static double Gap<T>(ReadOnlySpan<T> logits, int largest, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (double.CreateTruncating(logits[largest]) * Unit) - (double.CreateTruncating(logits[label]) * Unit);

    private static double LogSum<T>(ReadOnlySpan<T> logits, int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Log1P(SoftmaxKernel.TailOfLargest(logits, largest));
}
