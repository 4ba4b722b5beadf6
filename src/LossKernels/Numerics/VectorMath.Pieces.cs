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

        // The carry over the argument: bits taken from a constant are its reciprocal, at most 0.12 of it off, which of so little is near enough; those of the
        // largest arguments are no number, or a negative one, and nothing is.
        TVector reciprocal = TLanes.Max(TLanes.SubtractBits(TLanes.OfBits(0x7ef311c7), x), TLanes.Of(0));
        TVector square = TLanes.Multiply(f, f);
        TVector rest = TLanes.Fma(carry, reciprocal, TLanes.Multiply(e, TLanes.Of(LnTwoLowSingle)));
        rest = TLanes.Fma(square, LogTailSingle<TLanes, TVector, T>(f, square), rest);
        TVector high = TLanes.Multiply(e, TLanes.Of(LnTwoHighSingle));
        TVector sum = TLanes.Add(high, f);
        rest = TLanes.Add(TLanes.Add(TLanes.Subtract(high, sum), f), rest);
        return (TLanes.Select(TLanes.Greater(TLanes.Of(SmallestNormalSingle), x), TLanes.Of(float.NaN), sum), rest);
    }

    /// <summary>
    /// e^x of float32 as the sum of two numbers, at most 2^-26 of it off from e^-70 on: the first is the exponential of x rounded, as if by its first two terms, the second the rest.
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

    /// <summary>
    /// e^x of float32 numbers that are not positive, as exact as e^x of those from -20 to 0: below that it is off by more ulp, but by less.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ExpOfSmallNegative<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        (TVector reduced, TVector n, TVector rounded) = ReducedSingle<TLanes, TVector, float>(TLanes.Max(TLanes.Of(-104f), x));
        return ExpOfReducedSingle<TLanes, TVector, float>(reduced, n, rounded);
    }

    /// <summary>log(x) in double of what float32 holds, 2^-30 of it off also near 1. NaN where <paramref name="x"/> is not positive, or not finite.</summary>
    /// <remarks>As in the logarithm of float32, with the minimax fit of one more coefficient.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector LogOfSingle<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        TVector bits = TLanes.AddBits(x, TLanes.OfBits(OneBitsDouble - TwoThirdsBitsDouble));
        TVector e = ExponentDouble<TLanes, TVector, double>(bits, TLanes.Of(BiasDoubleNumber));
        TVector significand = TLanes.AddBits(TLanes.And(bits, TLanes.OfBits(0x000fffffffffffff)), TLanes.OfBits(TwoThirdsBitsDouble));
        TVector f = TLanes.Subtract(significand, TLanes.Of(1));
        TVector square = TLanes.Multiply(f, f);
        TVector first = TLanes.Fma(TLanes.Of(0.33333338172997506), f, TLanes.Of(-0.5000000190458279));
        TVector second = TLanes.Fma(TLanes.Of(0.19999417322614815), f, TLanes.Of(-0.24999648959820747));
        TVector third = TLanes.Fma(TLanes.Of(0.14308879080923723), f, TLanes.Of(-0.16684305521525084));
        TVector fourth = TLanes.Fma(TLanes.Of(0.10710151721559574), f, TLanes.Of(-0.12144660881005745));
        TVector p = TLanes.Fma(TLanes.Of(0.12161515538693676), f, TLanes.Of(-0.13035036693357074));
        p = TLanes.Fma(TLanes.Fma(p, square, fourth), square, third);
        p = TLanes.Fma(TLanes.Fma(p, square, second), square, first);
        TVector result = TLanes.Fma(e, TLanes.Of(0.6931471805599453), TLanes.Fma(square, p, f));
        TVector isUsual = TLanes.And(TLanes.Greater(x, TLanes.Of(0)), TLanes.Greater(TLanes.Of(double.PositiveInfinity), x));
        return TLanes.Select(isUsual, result, TLanes.Of(double.NaN));
    }
}
