using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Binary cross-entropy of a logit: |x| c + ln(1 + e^-|x|) with c = 1 - z for a positive logit, else z.
/// That is the usual max(x, 0) - x z + ln(1 + e^-|x|) without its cancellation: no term is negative for z in 0..1.
/// </summary>
internal readonly struct LogitLoss<T>(InfiniteLogit atInfinity) : IElementLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<double> Lower, Vector256<double> Upper) Invoke(Vector256<T> value, Vector256<T> target)
    {
        Vector256<T> magnitude = Vector256.Abs(value);
        Vector256<T> factor = Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256<T>.Zero), Vector256<T>.One - target, target);

        // At infinity the product with zero is the limit, zero.
        Vector256<T> linear = Vector256.ConditionalSelect(Vector256.Equals(factor, Vector256<T>.Zero), Vector256<T>.Zero, magnitude * factor);
        if (atInfinity != InfiniteLogit.Limit && Vector256.EqualsAny(magnitude, Vector256.Create(T.PositiveInfinity)))
        {
            linear = AsWritten(value, target, linear);
        }

        return ElementKernel.Widen(linear + VectorMath.Softplus(-magnitude));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector256<T> AsWritten(Vector256<T> value, Vector256<T> target, Vector256<T> linear)
    {
        Vector256<T> above = Vector256.Max(value, Vector256<T>.Zero);
        Vector256<T> below = Vector256.Max(-value, Vector256<T>.Zero);
        Vector256<T> complement = Vector256<T>.One - target;
        Vector256<T> written = atInfinity switch
        {
            InfiniteLogit.TimesTarget => above - (value * target),
            InfiniteLogit.TimesComplement => (complement * value) + below,
            _ => (target * below) + (complement * above),
        };
        return Vector256.ConditionalSelect(Vector256.Equals(Vector256.Abs(value), Vector256.Create(T.PositiveInfinity)), written, linear);
    }
}
