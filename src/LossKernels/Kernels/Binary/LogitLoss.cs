using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>
/// Binary cross-entropy of a logit: |x| c + ln(1 + e^-|x|) with c = 1 - z for a positive logit, else z; for hard targets ln(1 + e^s) with s = x for
/// a target of 0 and -x for 1. That is the usual max(x, 0) - x z + ln(1 + e^-|x|) without its cancellation: no term is negative for z in 0..1.
/// At infinity it is the limit.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct LogitLoss<T> : IAnyElementLoss<T>, ITermLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public double Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Watched<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => TLanes.AndNot(value, TLanes.Of(-0d));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Hard<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct =>
        (VectorMath.Softplus<TLanes, TVector, T>(Wrong<TLanes, TVector>(value, TLanes.Equal(target, TLanes.Of(1)))), TLanes.Of(0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => (SoftOf<TLanes, TVector>(value, target, VectorMath.Decay<TLanes, TVector, T>(value)), TLanes.Of(0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt, TVector Verdict) Judge<TLanes, TVector>(TVector value, TVector target, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector wrong = Wrong<TLanes, TVector>(value, TLanes.Greater(target, TLanes.Of(0.5)));
        TVector decay = VectorMath.Decay<TLanes, TVector, T>(wrong);
        TVector loss = isSoft ? SoftOf<TLanes, TVector>(value, target, decay) : VectorMath.SoftplusOf<TLanes, TVector, T>(wrong, decay);
        return (loss, TLanes.Of(0), Verdict<TLanes, TVector>(wrong, decay));
    }

    /// <summary>As <see cref="IElementLoss{T}.Derive"/>; the derivative is right of any value and target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt, TVector Derivative) Derive<TLanes, TVector>(TVector value, TVector target, TVector scale, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector decay = VectorMath.Decay<TLanes, TVector, T>(value);
        TVector loss = isSoft
            ? SoftOf<TLanes, TVector>(value, target, decay)
            : VectorMath.SoftplusOf<TLanes, TVector, T>(Wrong<TLanes, TVector>(value, TLanes.Equal(target, TLanes.Of(1))), decay);

        // sigmoid(x) - z is 1 - z - sigmoid(-x), and of the two that are compared the smaller ones have all their digits.
        TVector share = TLanes.Divide(decay, TLanes.Add(decay, TLanes.Of(1)));
        TVector ofPositive = TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), target), share);
        TVector derivative = TLanes.Select(TLanes.Greater(value, TLanes.Of(0)), ofPositive, TLanes.Subtract(share, target));
        return (loss, TLanes.Of(0), TLanes.Multiply(derivative, scale));
    }

    /// <inheritdoc/>
    public bool DerivesTerms => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Yes, TVector No, TVector Doubt) Terms<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector tail = VectorMath.LogOfOneAnd<TLanes, TVector, T>(VectorMath.Decay<TLanes, TVector, T>(value));
        TVector yes = TLanes.Add(TLanes.Max(TLanes.Of(0), TLanes.Subtract(TLanes.Of(0), value)), tail);
        return (yes, TLanes.Add(TLanes.Max(TLanes.Of(0), value), tail), TLanes.Of(0));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Derivative, TVector Doubt) Slope<TLanes, TVector>(
        TVector value, TermWeights<TVector> weights, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        // n sigmoid(x) - y sigmoid(-x) of the smaller of the two: n - (y + n) sigmoid(-x), or (y + n) sigmoid(x) - y.
        TVector decay = VectorMath.Decay<TLanes, TVector, T>(value);
        TVector share = TLanes.Divide(decay, TLanes.Add(decay, TLanes.Of(1)));
        TVector isPositive = TLanes.Greater(value, TLanes.Of(0));
        TVector factor = TLanes.Select(isPositive, weights.No, weights.Yes);
        TVector rest = TLanes.Select(isPositive, weights.NoLack, weights.YesLack);
        TVector lack = TLanes.Add(weights.YesLack, weights.NoLack);
        TVector both = TLanes.Multiply(TLanes.Add(TLanes.Add(weights.Yes, weights.No), lack), share);
        TVector difference = TLanes.Add(TLanes.Subtract(factor, both), rest);
        return (TLanes.Multiply(TLanes.Select(isPositive, difference, TLanes.Subtract(TLanes.Of(0), difference)), scale), TLanes.Of(0));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector MissSlope<TLanes, TVector>(TVector target, TVector slope, TVector miss)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        // m (1 - m), and but for its sign the slope is m.
        return TLanes.Multiply(slope, TLanes.Subtract(TLanes.Of(1), miss));
    }

    /// <summary>The verdict on a logit of the side that the target is not on.</summary>
    /// <param name="wrong">The logit.</param>
    /// <param name="decay">e^-|x| of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Verdict<TLanes, TVector>(TVector wrong, TVector decay)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector numerator = TLanes.Select(TLanes.Greater(wrong, TLanes.Of(0)), TLanes.Of(-1), decay);
        return TLanes.Divide(numerator, TLanes.Add(decay, TLanes.Of(1)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Any<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        // At infinity the product with zero is the limit, zero.
        TVector distance = TLanes.AndNot(value, TLanes.Of(-0d));
        TVector finite = TLanes.Min(TLanes.Of(Limit), distance);
        Factor<TLanes, TVector> factor = new(value, target);
        TVector tail = TLanes.Fma(finite, factor.Error, VectorMath.LogOfOneAnd<TLanes, TVector, T>(VectorMath.Decay<TLanes, TVector, T>(value)));
        return TLanes.Fma(TLanes.AndNot(distance, TLanes.Equal(factor.Value, TLanes.Of(0))), factor.Value, tail);
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

    // The logit of the side that the target is not on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Wrong<TLanes, TVector>(TVector value, TVector isYes)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => TLanes.Select(isYes, TLanes.Subtract(TLanes.Of(0), value), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SoftOf<TLanes, TVector>(TVector value, TVector target, TVector decay)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector distance = TLanes.AndNot(value, TLanes.Of(-0d));
        Factor<TLanes, TVector> factor = new(value, target);
        TVector tail = TLanes.Fma(distance, factor.Error, VectorMath.LogOfOneAnd<TLanes, TVector, T>(decay));
        return TLanes.Fma(distance, factor.Value, tail);
    }

    // c with what it lacks of the exact difference.
    private readonly struct Factor<TLanes, TVector>
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        public readonly TVector Value;
        public readonly TVector Error;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Factor(TVector value, TVector target)
        {
            TVector isPositive = TLanes.Greater(value, TLanes.Of(0));
            TVector complement = TLanes.Subtract(TLanes.Of(1), target);
            Value = TLanes.Select(isPositive, complement, target);
            Error = TLanes.And(isPositive, TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), complement), target));
        }
    }
}
