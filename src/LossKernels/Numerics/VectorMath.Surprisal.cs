using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

// p = 2^e (1 - g) with 0 <= g < 1/2: -ln p = -e ln 2 + (g + g^2 P(g)), a sum of numbers that are not negative, so that nothing cancels.
// From 1/2 on g is 1 - p itself, which is given exactly there even where p was rounded. float32: P is the minimax fit of (-ln(1 - g) - g) / g^2 in
// the relative error of -ln(1 - g), by Remez' exchange in 200-bit arithmetic, its coefficients rounded one after the other: 2^-28.0 off.
public static partial class VectorMath
{
    // The bits of the smallest significand that is kept with its exponent: the number above 1/2.
    private const long AboveHalfBitsSingle = 0x3f000001;

    /// <summary>
    /// -ln p of normal probabilities up to 1, at most 1 ulp off (measured: 0.89 in float32, 0.68 in float64); of others, any number.
    /// </summary>
    /// <param name="p">p; or the rounded difference of 1 and <paramref name="rest"/>.</param>
    /// <param name="rest">1 - p rounded; or what p was made of.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Surprisal<TLanes, TVector, T>(TVector p, TVector rest)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return SurprisalDouble<TLanes, TVector, T>(p, rest, TLanes.Of(0));
        }

        (TVector biased, TVector below) = PartsOfShare<TLanes, TVector, T>(p);
        TVector g = TLanes.Select(TLanes.Greater(p, TLanes.Of(0.5f)), rest, below);
        return SurprisalOfParts<TLanes, TVector, T>(biased, g);
    }

    /// <summary>-ln(p - excess) of normal probabilities up to 1, as exact; the rounding error of p is the excess.</summary>
    /// <param name="p">p, rounded. Where it was held at 1, the rest may be less than 0.</param>
    /// <param name="rest">1 - p + excess, rounded.</param>
    /// <param name="excess">What p has too much, at most half its ulp; it does not matter from 1/2 on, where the rest does.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Surprisal<TLanes, TVector, T>(TVector p, TVector rest, TVector excess)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return SurprisalDouble<TLanes, TVector, T>(p, rest, excess);
        }

        // The excess in units of the significand: times 2^-e, whose exponent is that of no number too large, as e is not above 0.
        (TVector biased, TVector below) = PartsOfShare<TLanes, TVector, T>(p);
        TVector power = TLanes.ShiftLeft(TLanes.SubtractBits(TLanes.OfBits(254), biased), 23);
        TVector g = TLanes.Select(TLanes.Greater(p, TLanes.Of(0.5f)), rest, TLanes.Fma(excess, power, below));
        return SurprisalOfParts<TLanes, TVector, T>(biased, g);
    }

    // The exponent e of p = 2^e (1 - g) with its bias, as an integer, and g.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Biased, TVector Below) PartsOfShare<TLanes, TVector, T>(TVector p)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector bits = TLanes.AddBits(p, TLanes.OfBits(OneBitsSingle - AboveHalfBitsSingle));
        TVector significand = TLanes.AddBits(TLanes.And(bits, TLanes.OfBits(0x007fffff)), TLanes.OfBits(AboveHalfBitsSingle));
        return (TLanes.ShiftRight(bits, 23), TLanes.Subtract(TLanes.Of(1f), significand));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SurprisalOfParts<TLanes, TVector, T>(TVector biased, TVector g)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        // The polynomial is cut into parts that do not wait for each other.
        TVector e = TLanes.Subtract(TLanes.Or(biased, TLanes.OfBits(IntegerBitsSingle)), TLanes.Of(BiasSingleNumber));
        TVector square = TLanes.Multiply(g, g);
        TVector first = TLanes.Fma(TLanes.Of(0.33326324820518494f), g, TLanes.Of(0.5000008940696716f));
        TVector second = TLanes.Fma(TLanes.Of(0.17587457597255707f), g, TLanes.Of(0.2518686354160309f));
        TVector third = TLanes.Fma(TLanes.Of(-0.5922656655311584f), g, TLanes.Of(0.34006771445274353f));
        TVector q = TLanes.Fma(TLanes.Of(-2.4764370918273926f), g, TLanes.Of(1.9709221124649048f));
        q = TLanes.Fma(TLanes.Of(1.743434190750122f), square, q);
        q = TLanes.Fma(q, square, third);
        q = TLanes.Fma(q, square, second);
        q = TLanes.Fma(q, square, first);
        return TLanes.Fma(e, TLanes.Of(-0.6931472f), TLanes.Fma(square, q, g));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SurprisalDouble<TLanes, TVector, T>(TVector p, TVector rest, TVector excess)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        // Below 1/2 the rest has fewer digits than p.
        TVector near = TLanes.Subtract(TLanes.Subtract(TLanes.Of(1d), p), rest);
        TVector carry = TLanes.Select(TLanes.Greater(p, TLanes.Of(0.5d)), near, TLanes.Subtract(TLanes.Of(0d), excess));
        return TLanes.Subtract(TLanes.Of(0d), LogOfSumDouble<TLanes, TVector, T>(p, carry, TLanes.Of(BiasDoubleNumber)));
    }
}
