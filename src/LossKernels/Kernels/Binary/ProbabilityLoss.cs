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
/// <param name="slopeFloor">Greater than zero: the least p (1 - p) that p - z is divided by, which makes the derivative; they have no floor of their own then.</param>
internal readonly struct ProbabilityLoss<T, TSurprisal>(ClipBounds clip, double added, double floor, bool skipZeros, double slopeFloor = 0) : IAnyElementLoss<T>, ITermLoss<T>
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
    private readonly T _slopeFloor = Lanes.From<T>(slopeFloor);
    private readonly T _mostSlope = Lanes.From<T>(slopeFloor > 0 ? 1 / slopeFloor : 0);

    /// <summary>Whether there are derivatives: a floor of the logarithms alone would hold some, and one of the slopes goes with nothing else.</summary>
    public bool IsDerived => slopeFloor > 0 ? clip == ClipBounds.None && !TSurprisal.Adds : !double.IsFinite(floor);

    /// <inheritdoc/>
    public double Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    // The least share that is divided by: no quotient by a larger one, nor what it lacks, leaves the range of T.
    private static double Least
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 8.673617379884035e-19 : 1e-250;
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
        (TVector yes, TVector no, TVector doubt) = Terms<TLanes, TVector>(value);
        TVector factor = TLanes.Subtract(TLanes.Of(1), target);
        TVector error = TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), factor), target);
        return (TLanes.Fma(target, yes, TLanes.Fma(factor, no, TLanes.Multiply(error, no))), doubt);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Yes, TVector No, TVector Doubt) Terms<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector p = Clip<TLanes, TVector>(value);
        TVector complement = TLanes.Subtract(TLanes.Of(1), p);
        TVector added = TLanes.Spread(in _added, 0);
        TVector ceiling = TLanes.Spread(in _ceiling, 0);
        (TVector yes, TVector doubt) = TSurprisal.Usual<TLanes, TVector>(p, complement, added);
        (TVector no, TVector other) = TSurprisal.Usual<TLanes, TVector>(complement, p, added);
        return (TLanes.Min(ceiling, yes), TLanes.Min(ceiling, no), TLanes.Or(doubt, other));
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
    public (TVector Loss, TVector Doubt, TVector Derivative) Derive<TLanes, TVector>(TVector value, TVector target, TVector scale, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        (TVector loss, TVector doubt) = isSoft ? Soft<TLanes, TVector>(value, target) : Hard<TLanes, TVector>(value, target);
        TVector p = Clip<TLanes, TVector>(value);
        (TVector derivative, TVector other) = isSoft ? SoftSlope<TLanes, TVector>(p, target, scale) : HardSlope<TLanes, TVector>(p, target, scale);

        // What is clipped does not move the loss.
        return (loss, TLanes.Or(doubt, other), TLanes.And(derivative, TLanes.Equal(p, value)));
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

    /// <inheritdoc/>
    public bool DerivesTerms => IsDerived && slopeFloor == 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Derivative, TVector Doubt) Slope<TLanes, TVector>(
        TVector value, TermWeights<TVector> weights, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        // n / (1 - p) - y / p is (n p - y (1 - p)) / (p (1 - p)).
        TVector p = Clip<TLanes, TVector>(value);
        (TVector yes, TVector yesLack, TVector no, TVector noLack) = Sides<TLanes, TVector>(p);
        (TVector above, TVector aboveLack) = Product<TLanes, TVector>(weights.No, weights.NoLack, yes, yesLack);
        (TVector below, TVector belowLack) = Product<TLanes, TVector>(weights.Yes, weights.YesLack, no, noLack);
        (TVector numerator, TVector error) = ErrorFree<TLanes, TVector, T>.Difference(above, below);
        TVector numeratorLack = TLanes.Add(error, TLanes.Subtract(aboveLack, belowLack));
        (TVector derivative, TVector doubt) = OverProduct<TLanes, TVector>(numerator, numeratorLack, yes, yesLack, no, noLack, scale);

        // What is clipped does not move the loss.
        return (TLanes.And(derivative, TLanes.Equal(p, value)), doubt);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector MissSlope<TLanes, TVector>(TVector target, TVector slope, TVector miss)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        // -1 of a target of one, 1 of zero.
        return TLanes.Fma(TLanes.Of(-2), target, TLanes.Of(1));
    }

    // -s / p of a target of one, s / (1 - p) of zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Derivative, TVector Doubt) HardSlope<TLanes, TVector>(TVector p, TVector target, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector isOne = TLanes.Equal(target, TLanes.Of(1));
        TVector complement = TLanes.Subtract(TLanes.Of(1), p);
        TVector lack = TLanes.AndNot(TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), complement), p), isOne);
        (TVector share, lack) = Added<TLanes, TVector>(TLanes.Select(isOne, p, complement), lack);
        TVector slope = Quotient<TLanes, TVector>(scale, TLanes.Of(0), share, lack);
        TVector doubt = TLanes.SubtractBits(share, TLanes.Of(Least));
        if (slopeFloor > 0)
        {
            TVector isHeld = TLanes.Greater(TLanes.Spread(in _slopeFloor, 0), TLanes.Multiply(p, complement));
            TVector rest = TLanes.Select(isOne, complement, p);
            slope = TLanes.Select(isHeld, TLanes.Multiply(TLanes.Multiply(rest, TLanes.Spread(in _mostSlope, 0)), scale), slope);
            doubt = TLanes.AndNot(doubt, isHeld);
        }

        return (TLanes.Select(isOne, TLanes.Subtract(TLanes.Of(0), slope), slope), doubt);
    }

    // s (p - z) / (p (1 - p)), and with what is added to both a: s (p - z + a (1 - 2 z)) / ((p + a) (1 - p + a)).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Derivative, TVector Doubt) SoftSlope<TLanes, TVector>(TVector p, TVector target, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector numerator = TLanes.Subtract(p, target);
        if (TSurprisal.Adds)
        {
            numerator = TLanes.Fma(TLanes.Spread(in _added, 0), TLanes.Fma(TLanes.Of(-2), target, TLanes.Of(1)), numerator);
        }

        (TVector yes, TVector yesLack, TVector no, TVector noLack) = Sides<TLanes, TVector>(p);
        return OverProduct<TLanes, TVector>(numerator, TLanes.Of(0), yes, yesLack, no, noLack, scale);
    }

    // p and 1 - p, with what is added to both, and what each lacks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Yes, TVector YesLack, TVector No, TVector NoLack) Sides<TLanes, TVector>(TVector p)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector complement = TLanes.Subtract(TLanes.Of(1), p);
        TVector lack = TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), complement), p);
        (TVector yes, TVector yesLack) = Added<TLanes, TVector>(p, TLanes.Of(0));
        (TVector no, TVector noLack) = Added<TLanes, TVector>(complement, lack);
        return (yes, yesLack, no, noLack);
    }

    // A scaled number over the product of both sides.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Derivative, TVector Doubt) OverProduct<TLanes, TVector>(
        TVector numerator, TVector numeratorLack, TVector yes, TVector yesLack, TVector no, TVector noLack, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector minusProduct = TLanes.Multiply(TLanes.Subtract(TLanes.Of(0), yes), no);
        TVector product = TLanes.Subtract(TLanes.Of(0), minusProduct);
        TVector productLack = TLanes.Fma(yes, no, minusProduct);
        productLack = TLanes.Fma(yes, noLack, TLanes.Fma(no, yesLack, productLack));
        TVector doubt = TLanes.Or(TLanes.SubtractBits(yes, TLanes.Of(Least)), TLanes.SubtractBits(no, TLanes.Of(Least)));
        if (slopeFloor > 0)
        {
            TVector isHeld = TLanes.Greater(TLanes.Spread(in _slopeFloor, 0), product);
            product = TLanes.Max(TLanes.Spread(in _slopeFloor, 0), product);
            productLack = TLanes.AndNot(productLack, isHeld);
            doubt = TLanes.AndNot(doubt, isHeld);
        }

        TVector scaled = TLanes.Multiply(numerator, scale);
        TVector scaledLack = TLanes.Fma(numeratorLack, scale, TLanes.Fma(numerator, scale, TLanes.Subtract(TLanes.Of(0), scaled)));
        return (Quotient<TLanes, TVector>(scaled, scaledLack, product, productLack), doubt);
    }

    // What is added to a number, and what the sum lacks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Sum, TVector Lack) Added<TLanes, TVector>(TVector number, TVector lack)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        if (!TSurprisal.Adds)
        {
            return (number, lack);
        }

        (TVector sum, TVector error) = ErrorFree<TLanes, TVector, T>.Sum(number, TLanes.Spread(in _added, 0));
        return (sum, TLanes.Add(error, lack));
    }

    // (a + its lack)(b + its lack), and what that lacks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Product, TVector Lack) Product<TLanes, TVector>(TVector a, TVector lackOfA, TVector b, TVector lackOfB)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector product = TLanes.Multiply(a, b);
        TVector error = TLanes.Fma(a, b, TLanes.Subtract(TLanes.Of(0), product));
        return (product, TLanes.Fma(a, lackOfB, TLanes.Fma(b, lackOfA, error)));
    }

    // (a + its lack) / (b + its lack): a division is most of the time of a derivative, and one is enough.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Quotient<TLanes, TVector>(TVector a, TVector lackOfA, TVector b, TVector lackOfB)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector minusInverse = TLanes.Divide(TLanes.Of(-1), b);
        TVector minusQuotient = TLanes.Multiply(a, minusInverse);
        TVector rest = TLanes.Fma(minusQuotient, b, a);
        rest = TLanes.Add(rest, TLanes.Fma(minusQuotient, lackOfB, lackOfA));
        return TLanes.Subtract(TLanes.Of(0), TLanes.Fma(rest, minusInverse, minusQuotient));
    }
}
