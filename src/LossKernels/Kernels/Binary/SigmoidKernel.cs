using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>Derivatives of binary cross-entropy from logits: sigmoid less the target.</summary>
internal static class SigmoidKernel
{
    /// <summary>Writes scale (1 / (1 + e^-x) - z) of every element. For hard targets no digit of a small derivative is lost.</summary>
    public static void Differentiate<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, double scale, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            SigmoidGradient<Lanes512<T>, Vector512<T>, T>.Write(logits, targets, scale, gradient);
        }
        else
        {
            SigmoidGradient<Lanes256<T>, Vector256<T>, T>.Write(logits, targets, scale, gradient);
        }
    }
}
