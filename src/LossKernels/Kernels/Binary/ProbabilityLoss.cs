using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>
/// Binary cross-entropy of a probability: -(z ln p + (1 - z) ln(1 - p)), p clipped, the logarithms as <typeparamref name="TSurprisal"/> has them
/// and not below a floor.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TSurprisal">The negative logarithm of a probability.</typeparam>
/// <param name="clip">Where p is clipped; numbers of T.</param>
/// <param name="added">What is added inside the logarithm, where that is done; a number of T.</param>
/// <param name="floor">The least logarithm; a number of T.</param>
/// <param name="skipZeros">Whether a target of zero (or one) makes nothing of an infinite logarithm; else the product is NaN.</param>
internal readonly struct ProbabilityLoss<T, TSurprisal>(ClipBounds clip, double added, double floor, bool skipZeros) : IElementLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSurprisal : struct, ISurprisal<T>
{
    // Of hard targets one logarithm is multiplied by zero, and need not be taken where that product is zero whatever it is.
    private readonly bool _picks = skipZeros || clip.Lower > 0 || double.IsFinite(floor);

    // Numbers of T, as a conversion in a loop would wait for what its register held the round before.
    private readonly T _lower = Lanes.From<T>(clip.Lower);
    private readonly T _upper = Lanes.From<T>(clip.Upper);
    private readonly T _added = Lanes.From<T>(added);
    private readonly T _ceiling = Lanes.From<T>(-floor);

    /// <inheritdoc/>
    public double Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Watched<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Hard<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector p = Clip<TLanes, TVector>(value);
        TVector complement = TLanes.Subtract(TLanes.Of(1), p);
        TVector isOne = TLanes.Equal(target, TLanes.Of(1));
        TVector rest = TLanes.Select(isOne, complement, p);
        (TVector loss, TVector doubt) = TSurprisal.Usual<TLanes, TVector>(TLanes.Select(isOne, p, complement), rest, TLanes.Spread(in _added, 0));
        if (!_picks)
        {
            // Of the other logarithm, which is multiplied by zero.
            doubt = TLanes.Or(doubt, TLanes.SubtractBits(rest, TLanes.OfBits(1)));
        }

        return (TLanes.Min(TLanes.Spread(in _ceiling, 0), loss), doubt);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector p = Clip<TLanes, TVector>(value);
        TVector complement = TLanes.Subtract(TLanes.Of(1), p);
        TVector added = TLanes.Spread(in _added, 0);
        TVector ceiling = TLanes.Spread(in _ceiling, 0);
        (TVector yes, TVector doubt) = TSurprisal.Usual<TLanes, TVector>(p, complement, added);
        (TVector no, TVector other) = TSurprisal.Usual<TLanes, TVector>(complement, p, added);
        yes = TLanes.Min(ceiling, yes);
        no = TLanes.Min(ceiling, no);
        TVector factor = TLanes.Subtract(TLanes.Of(1), target);
        TVector error = TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), factor), target);
        TVector loss = TLanes.Fma(target, yes, TLanes.Fma(factor, no, TLanes.Multiply(error, no)));
        return (loss, TLanes.Or(doubt, other));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt, TVector Verdict) Judge<TLanes, TVector>(TVector value, TVector target, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        (TVector loss, TVector doubt) = isSoft ? Soft<TLanes, TVector>(value, target) : Hard<TLanes, TVector>(value, target);

        // Which side wins is asked of what was given: of a probability next to a half the complement may be a half.
        TVector half = TLanes.Of(0.5);
        TVector isYes = TLanes.Greater(target, half);
        TVector other = TLanes.Select(isYes, TLanes.Subtract(TLanes.Of(1), value), value);
        TVector isMissed = TLanes.Greater(TLanes.Select(isYes, half, value), TLanes.Select(isYes, value, half));
        return (loss, doubt, TLanes.Select(isMissed, TLanes.Subtract(TLanes.Of(0), other), other));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Any<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector p = Clip<TLanes, TVector>(value);
        TVector complement = TLanes.Subtract(TLanes.Of(1), p);
        TVector added = TLanes.Spread(in _added, 0);
        TVector ceiling = TLanes.Spread(in _ceiling, 0);
        TVector yes = TLanes.Min(ceiling, TSurprisal.Any<TLanes, TVector>(p, complement, added));
        TVector no = TLanes.Min(ceiling, TSurprisal.Any<TLanes, TVector>(complement, p, added));
        TVector factor = TLanes.Subtract(TLanes.Of(1), target);
        TVector error = TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), factor), target);
        if (skipZeros)
        {
            yes = TLanes.AndNot(yes, TLanes.Equal(target, TLanes.Of(0)));
            no = TLanes.AndNot(no, TLanes.Equal(factor, TLanes.Of(0)));
        }

        // Nothing of an infinite logarithm is lost to the rounding of its factor.
        TVector lost = TLanes.Select(TLanes.Equal(no, TLanes.Of(double.PositiveInfinity)), TLanes.Of(0), TLanes.Multiply(error, no));
        return TLanes.Fma(target, yes, TLanes.Fma(factor, no, lost));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Clip<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => TLanes.Min(TLanes.Spread(in _upper, 0), TLanes.Max(TLanes.Spread(in _lower, 0), value));
}
