using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

/// <content>Functions whose results are more exact than a number of float32: what is subtracted from them may leave little.</content>
public static partial class VectorMath
{
    /// <summary>
    /// log(x + carry) of float32 as the sum of two numbers, at most 2^-26 off: the first is the sum of an integer multiple of ln 2 and of the significand less one, rounded, the second
    /// the rest. NaN where <paramref name="x"/> is no normal positive number.
    /// </summary>
    /// <param name="x">The argument, rounded; not infinite.</param>
    /// <param name="carry">What the argument lacks, at most half its ulp.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector High, TVector Low) LogInPieces<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector bits = TLanes.AddBits(x, TLanes.OfBits(OneBitsSingle - LowestBitsSingle));
        TVector e = ExponentSingle<TLanes, TVector, T>(bits, TLanes.Of(BiasSingleNumber));
        TVector f = FractionSingle<TLanes, TVector, T>(bits);

        // The carry in units of the significand, and divided by it: 1 / (1 + f) is near enough to 1 - f + f^2.
        TVector power = TLanes.ShiftLeft(TLanes.SubtractBits(TLanes.OfBits(255), TLanes.ShiftRight(bits, 23)), 23);
        carry = TLanes.Multiply(TLanes.Multiply(carry, power), TLanes.Of(0.5f));
        TVector square = TLanes.Multiply(f, f);
        carry = TLanes.Fma(carry, TLanes.Subtract(square, f), carry);
        TVector rest = TLanes.Fma(square, LogTailSingle<TLanes, TVector, T>(f, square), TLanes.Fma(e, TLanes.Of(LnTwoLowSingle), carry));
        TVector high = TLanes.Multiply(e, TLanes.Of(LnTwoHighSingle));
        TVector sum = TLanes.Add(high, f);
        rest = TLanes.Add(TLanes.Add(TLanes.Subtract(high, sum), f), rest);
        return (TLanes.Select(TLanes.Greater(TLanes.Of(SmallestNormalSingle), x), TLanes.Of(float.NaN), sum), rest);
    }

    /// <summary>
    /// e^x of float32 as the sum of two numbers, 2^-27 of it off: the first is the exponential of x rounded, as if by its first two terms, the second the rest.
    /// Infinite or NaN where e^x is.
    /// </summary>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector High, TVector Low) ExpInPieces<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        (TVector exact, TVector n, TVector rounded) = ReducedSingle<TLanes, TVector, T>(TLanes.Min(TLanes.Of(89f), TLanes.Max(TLanes.Of(-104f), x)));
        TVector less = TLanes.Multiply(n, TLanes.Of(LnTwoExcessSingle));
        TVector r = TLanes.Add(exact, less);
        TVector lost = TLanes.Add(TLanes.Subtract(exact, r), less);
        TVector square = TLanes.Multiply(r, r);

        // 1 + r with what that is rounded by; then r^2 P(r), and what r itself lacks.
        TVector high = TLanes.Add(r, TLanes.Of(1));
        TVector low = TLanes.Add(TLanes.Subtract(TLanes.Of(1), high), r);
        low = TLanes.Fma(lost, high, low);
        low = TLanes.Fma(square, ExpTailSingle<TLanes, TVector, T>(r, square), low);
        return (ScaleSingle<TLanes, TVector, T>(high, n, rounded), ScaleSingle<TLanes, TVector, T>(low, n, rounded));
    }

    /// <summary>ln(1 + e^x) of float32, at most 2 ulp off, where -x lacks <paramref name="lost"/>, as the rounded product of two numbers does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector SoftplusOfOpposite<TLanes, TVector, T>(TVector x, TVector lost)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        // e^-|x| is off by as many times itself. Where -|x| is so large that it lacks more than a little, that is zero.
        TVector carry = TLanes.Select(TLanes.Greater(x, TLanes.Of(0)), lost, TLanes.Subtract(TLanes.Of(0), lost));
        TVector decay = ExpOfNegative<TLanes, TVector, T>(TLanes.Or(x, TLanes.Of(-0f)));
        return TLanes.Add(TLanes.Max(TLanes.Of(0), x), LogOfOneAnd<TLanes, TVector, T>(TLanes.Fma(decay, carry, decay)));
    }

    /// <summary>
    /// ln((1 + a) / (1 + b)) in double of what float32 holds, 2^-28 of it off also where a is near b and where both are near zero. NaN where either
    /// is NaN or infinite; a and b have to be greater than -1.
    /// </summary>
    /// <remarks>
    /// 2^k is the power of two that is next to the quotient, give or take; with s = (1 + a - 2^k (1 + b)) / (1 + a + 2^k (1 + b)), of magnitude 0.2 at most, it is
    /// k ln 2 + 2 artanh(s). Where k is zero, the numerator is a - b. The series of artanh is the minimax fit, 2^-28.2 off, by Remez' exchange in 200-bit
    /// arithmetic, here in 2 s.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector LogOfQuotient1P<TLanes, TVector, T>(TVector a, TVector b)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        const long HalfAnExponentBits = 1L << 51;
        TVector one = TLanes.Of(1d);
        TVector numerator = TLanes.Add(one, a);
        TVector denominator = TLanes.Add(one, b);
        TVector quotient = TLanes.AddBits(TLanes.SubtractBits(numerator, denominator), TLanes.OfBits(OneBitsDouble + HalfAnExponentBits));
        TVector power = TLanes.And(quotient, TLanes.OfBits(0x7ff0000000000000));
        TVector k = ExponentDouble<TLanes, TVector, T>(power, TLanes.Of(BiasDoubleNumber));
        TVector gap = TLanes.Add(TLanes.Subtract(a, TLanes.Multiply(b, power)), TLanes.Subtract(one, power));
        TVector s = TLanes.Divide(TLanes.Add(gap, gap), TLanes.Fma(denominator, power, numerator));
        TVector square = TLanes.Multiply(s, s);
        TVector tail = TLanes.Fma(TLanes.Of(0.15219388969794673 / 64), square, TLanes.Of(0.19977066256741552 / 16));
        tail = TLanes.Fma(tail, square, TLanes.Of(0.33333492238716816 / 4));
        return TLanes.Fma(k, TLanes.Of(0.69314718055994531), TLanes.Fma(TLanes.Multiply(s, square), tail, s));
    }
}
