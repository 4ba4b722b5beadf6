using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

// ln(a / b) = k ln 2 + 2 artanh((a - 2^k b) / (a + 2^k b)), where 2^k is the power of two that is next to the quotient, give or take, so that the argument of
// artanh is of magnitude 0.2 at most. The difference is exact then, also where a is near b, and k zero: what the sum and the division are rounded by is
// taken off again. The series of artanh is the minimax fit, 2^-28.4 off, by Remez' exchange in 160-bit arithmetic, here in twice its argument.
public static partial class VectorMath
{
    /// <summary>
    /// ln(a / b) of float32 as the sum of two numbers, 2^-26 of it off also where a is near b. NaN where either is NaN or infinite, or the quotient is 2^127.5 or
    /// more; of normal and positive numbers whose quotient is from 2^-126.5 to 2^128: of others, any number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector High, TVector Low) LogOfQuotient<TLanes, TVector>(TVector a, TVector b)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        TVector power = PowerNextTo<TLanes, TVector>(a, b);
        TVector scaled = TLanes.Multiply(power, b);
        TVector gap = TLanes.Subtract(a, scaled);
        TVector sum = TLanes.Add(a, scaled);
        TVector reciprocal = TLanes.Divide(TLanes.Of(2), sum);
        TVector s = TLanes.Multiply(gap, reciprocal);
        TVector less = TLanes.Multiply(s, TLanes.Of(-0.5));
        TVector error = TLanes.Fma(less, TLanes.Add(TLanes.Subtract(a, sum), scaled), TLanes.Fma(less, sum, gap));
        return LogBySeries<TLanes, TVector>(power, s, TLanes.Multiply(error, reciprocal));
    }

    /// <summary>The same of (1 + a) / (1 + b), for numbers greater than -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector High, TVector Low) LogOfQuotient1P<TLanes, TVector>(TVector a, TVector b)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        (TVector numerator, TVector lack) = OneAnd<TLanes, TVector>(a);
        (TVector denominator, TVector otherLack) = OneAnd<TLanes, TVector>(b);
        TVector power = PowerNextTo<TLanes, TVector>(numerator, denominator);
        TVector scaled = TLanes.Multiply(power, denominator);
        TVector scaledLack = TLanes.Multiply(power, otherLack);
        TVector difference = TLanes.Subtract(numerator, scaled);
        TVector ofLacks = TLanes.Subtract(lack, scaledLack);
        TVector gap = TLanes.Add(difference, ofLacks);
        TVector gapLack = TLanes.Add(TLanes.Subtract(difference, gap), ofLacks);
        TVector sum = TLanes.Add(numerator, scaled);
        TVector sumLack = TLanes.Add(TLanes.Add(TLanes.Subtract(numerator, sum), scaled), TLanes.Add(lack, scaledLack));
        TVector reciprocal = TLanes.Divide(TLanes.Of(2), sum);
        TVector s = TLanes.Multiply(gap, reciprocal);
        TVector less = TLanes.Multiply(s, TLanes.Of(-0.5));
        TVector error = TLanes.Fma(less, sumLack, TLanes.Add(TLanes.Fma(less, sum, gap), gapLack));
        return LogBySeries<TLanes, TVector>(power, s, TLanes.Multiply(error, reciprocal));
    }

    // 1 + x, and what that is rounded by.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Sum, TVector Lack) OneAnd<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        TVector sum = TLanes.Add(TLanes.Of(1), x);
        return (sum, TLanes.Subtract(TLanes.Min(TLanes.Of(1), x), TLanes.Subtract(sum, TLanes.Max(TLanes.Of(1), x))));
    }

    // The exponent of the difference of their bits, as if these were logarithms.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerNextTo<TLanes, TVector>(TVector a, TVector b)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        const long HalfAnExponentBits = 1L << 22;
        TVector quotient = TLanes.AddBits(TLanes.SubtractBits(a, b), TLanes.OfBits(OneBitsSingle + HalfAnExponentBits));
        return TLanes.And(quotient, TLanes.OfBits(0xff800000));
    }

    // k ln 2 + 2 artanh((s + lack) / 2)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector High, TVector Low) LogBySeries<TLanes, TVector>(TVector power, TVector s, TVector lack)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        TVector k = ExponentSingle<TLanes, TVector, float>(power, TLanes.Of(BiasSingleNumber));
        TVector square = TLanes.Multiply(s, s);
        TVector tail = TLanes.Fma(TLanes.Of(0.0023722348269075155), square, TLanes.Of(0.012486767023801804));
        tail = TLanes.Fma(tail, square, TLanes.Of(0.08333368599414825));
        TVector ofPower = TLanes.Multiply(k, TLanes.Of(LnTwoHighSingle));
        TVector high = TLanes.Add(ofPower, s);
        TVector low = TLanes.Add(TLanes.Subtract(ofPower, high), s);
        low = TLanes.Fma(k, TLanes.Of(LnTwoLowSingle), TLanes.Add(low, lack));
        return (high, TLanes.Fma(TLanes.Multiply(s, square), tail, low));
    }
}
