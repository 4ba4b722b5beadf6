using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Binary cross-entropy of a logit: |x| c + ln(1 + e^-|x|) with c = 1 - z for a positive logit, else z.
/// That is the usual max(x, 0) - x z + ln(1 + e^-|x|) without its cancellation: no term is negative for z in 0..1.
/// </summary>
internal readonly struct LogitLoss(InfiniteLogit atInfinity) : IElementLoss
{
    /// <inheritdoc/>
    public Vector512<double> Invoke(Vector512<double> value, Vector512<double> target)
    {
        Vector512<double> magnitude = Vector512.Abs(value);
        Vector512<double> tail = VectorMath.Log1P(VectorMath.Exp(-magnitude));
        Vector512<double> factor = Vector512.ConditionalSelect(
            Vector512.GreaterThan(value, Vector512<double>.Zero),
            Vector512<double>.One - target,
            target);
        Vector512<double> linear = Vector512.ConditionalSelect(
            Vector512.Equals(factor, Vector512<double>.Zero),
            Vector512<double>.Zero,
            magnitude * factor);
        Vector512<double> infinite = Vector512.Equals(magnitude, Vector512.Create(double.PositiveInfinity));
        if (atInfinity != InfiniteLogit.Limit && !Vector512.EqualsAll(infinite, Vector512<double>.Zero))
        {
            Vector512<double> written = atInfinity == InfiniteLogit.TimesTarget
                ? Vector512.Max(value, Vector512<double>.Zero) - (value * target)
                : ((Vector512<double>.One - target) * value) + Vector512.Max(-value, Vector512<double>.Zero);
            linear = Vector512.ConditionalSelect(infinite, written, linear);
        }

        return linear + tail;
    }
}
