using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Binary cross-entropy of a logit: ln(1 + e^s) with s = x for a target of 0 and -x for 1; for targets between them
/// |x| c + ln(1 + e^-|x|) with c = 1 - z for a positive logit, else z.
/// That is the usual max(x, 0) - x z + ln(1 + e^-|x|) without its cancellation: no term is negative for z in 0..1. At infinity it is the limit.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct LogitLoss<T> : IElementLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public double Limit => typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Watched<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => TLanes.AndNot(value, TLanes.Of(-0d));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Hard<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector isOne = TLanes.Equal(target, TLanes.Of(1));
        return VectorMath.Softplus<TLanes, TVector, T>(TLanes.Select(isOne, TLanes.Subtract(TLanes.Of(0), value), value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Usual<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => (Hard<TLanes, TVector>(value, target), TLanes.Of(0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideLanes Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
    {
        WideLanes tail = WideLanes.Of<TLanes, TVector, T>(VectorMath.Softplus<TLanes, TVector, T>(TLanes.Or(value, TLanes.Of(-0d))));
        WideLanes x = WideLanes.Of<TLanes, TVector, T>(value);
        WideLanes z = WideLanes.Of<TLanes, TVector, T>(target);
        tail.First += Linear(x.First, z.First);
        if (TLanes.Count > 4)
        {
            tail.Second += Linear(x.Second, z.Second);
        }

        if (TLanes.Count > 8)
        {
            tail.Third += Linear(x.Third, z.Third);
            tail.Fourth += Linear(x.Fourth, z.Fourth);
        }

        return tail;
    }

    /// <summary>What a written form of the formula gives where the logit is infinite.</summary>
    public static T AtInfinity(T value, T target, InfiniteLogit form)
    {
        T above = T.Max(value, T.Zero);
        T below = T.Max(-value, T.Zero);
        T complement = T.One - target;
        return form switch
        {
            InfiniteLogit.TimesTarget => above - (value * target),
            InfiniteLogit.TimesComplement => (complement * value) + below,
            _ => (target * below) + (complement * above),
        };
    }

    // At infinity the product with zero is the limit, zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Linear(Vector256<double> value, Vector256<double> target)
    {
        Vector256<double> factor = Vector256.ConditionalSelect(
            Vector256.GreaterThan(value, Vector256<double>.Zero), Vector256<double>.One - target, target);
        return Vector256.AndNot(Vector256.Abs(value) * factor, Vector256.Equals(factor, Vector256<double>.Zero));
    }
}
