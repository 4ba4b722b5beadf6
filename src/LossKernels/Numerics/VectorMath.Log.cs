using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

// x = 2^e (1 + f), log(x) = e ln 2 + log(1 + f), with the sum's larger part carried in two pieces so that it is rounded once.
// float32: 1 + f in [11/16, 11/8), log(1 + f) = f + f^2 P(f); P is the minimax fit in the relative error of log(1 + f) over -5/16 <= f <= 3/8
// by Remez' exchange in 200-bit arithmetic, its coefficients rounded, 2^-27.3 off. These bounds keep f^2 P(f) below 1/16 on both sides, and its
// rounding errors with it, where the logarithm is not larger than 1/2.
// float64: 1 + f in [sqrt(1/2), sqrt(2)), s = f / (2 + f), log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), the form of FreeBSD's msun (K. C. Ng, 1985);
// R is our own fit of the same kind over s^2 <= 0.02944, 2^-59.2 off.
public static partial class VectorMath
{
    // ln 2 in two pieces, the first of so few bits that its product with any exponent is exact.
    private const float LnTwoHighSingle = 0.693145751953125f;
    private const float LnTwoLowSingle = 1.428606765330187e-06f;
    private const double LnTwoHighDouble = 0.693147180559663;
    private const double LnTwoLowDouble = 2.8235290563031577e-13;

    // 2^23 (2^52) and its bits: an integer put under those bits reads as 2^23 (2^52) plus that integer.
    private const long IntegerBitsSingle = 0x4b000000;
    private const float IntegerSingle = 8388608f;
    private const long IntegerBitsDouble = 0x4330000000000000;
    internal const double IntegerDouble = 4503599627370496d;

    // What an exponent so read is above itself.
    private const float BiasSingleNumber = IntegerSingle + 127f;
    internal const double BiasDoubleNumber = IntegerDouble + 1023d;

    // The bits of 1, and of the smallest significand that is kept with its exponent: 11/16, and the square root of 1/2.
    private const long OneBitsSingle = 0x3f800000;
    private const long LowestBitsSingle = 0x3f300000;
    private const long OneBitsDouble = 0x3ff0000000000000;
    private const long LowestBitsDouble = 0x3fe6a09e667f3bcd;

    private const long TwoThirdsBitsDouble = 0x3fe5555555555555;

    private const float SmallestNormalSingle = 1.17549435e-38f;
    private const double SmallestNormalDouble = 2.2250738585072014e-308;

    /// <summary>
    /// The natural logarithm in every lane, at most 1 ulp off (measured: 0.91 in float32, 0.79 in float64), subnormal arguments included.
    /// log(1) is +0, log of either zero minus infinity, of infinity infinity, of NaN and of what is below 0 NaN.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log<T>(Vector512<T> x)
        where T : unmanaged => Vector512.IsHardwareAccelerated
            ? Log<Lanes512<T>, Vector512<T>, T>(x)
            : Whole(Log<PairLanes<Lanes256<T>, Vector256<T>, T>, Pair<Vector256<T>>, T>(Halves(x)));

    /// <inheritdoc cref="Log{T}(Vector512{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Log<T>(Vector256<T> x)
        where T : unmanaged => Log<Lanes256<T>, Vector256<T>, T>(x);

    /// <summary>
    /// log(x + carry) in every lane, where carry is the rounding error of x, at most half its ulp: at most 1 ulp off the logarithm of the exact sum.
    /// Near x = 1, where the logarithm is as small as the carry, this is what keeps its leading digits.
    /// Zero, negative, infinite and NaN arguments are those of <see cref="Log{T}(Vector512{T})"/>, whatever the carry.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The argument, rounded.</param>
    /// <param name="carry">What the argument lacks; without effect where <paramref name="x"/> is within a third of overflowing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log<T>(Vector512<T> x, Vector512<T> carry)
        where T : unmanaged => Vector512.IsHardwareAccelerated
            ? Log<Lanes512<T>, Vector512<T>, T>(x, carry)
            : Whole(Log<PairLanes<Lanes256<T>, Vector256<T>, T>, Pair<Vector256<T>>, T>(Halves(x), Halves(carry)));

    /// <inheritdoc cref="Log{T}(Vector512{T}, Vector512{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Log<T>(Vector256<T> x, Vector256<T> carry)
        where T : unmanaged => Log<Lanes256<T>, Vector256<T>, T>(x, carry);

    /// <summary>
    /// ln(1 + x) in every lane, at most 1 ulp off (measured: 0.94 in float32, 0.78 in float64) over all of (-1, infinity): the tiny x gives x itself, and neither zero loses its sign.
    /// log1p(-1) is minus infinity, of infinity infinity, of NaN and of what is below -1 NaN.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log1P<T>(Vector512<T> x)
        where T : unmanaged => Vector512.IsHardwareAccelerated
            ? Log1P<Lanes512<T>, Vector512<T>, T>(x)
            : Whole(Log1P<PairLanes<Lanes256<T>, Vector256<T>, T>, Pair<Vector256<T>>, T>(Halves(x)));

    /// <inheritdoc cref="Log1P{T}(Vector512{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Log1P<T>(Vector256<T> x)
        where T : unmanaged => Log1P<Lanes256<T>, Vector256<T>, T>(x);

    /// <summary>log(x) at any width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Log<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => typeof(T) == typeof(float) ? LogSingle<TLanes, TVector, T>(x)
            : typeof(T) == typeof(double) ? LogDouble<TLanes, TVector, T>(x)
            : throw Unsupported<T>();

    /// <summary>log(x + carry) at any width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Log<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => typeof(T) == typeof(float) ? LogSingle<TLanes, TVector, T>(x, carry)
            : typeof(T) == typeof(double) ? LogDouble<TLanes, TVector, T>(x, carry)
            : throw Unsupported<T>();

    /// <summary>The smallest number of which <see cref="Surprisal{TLanes, TVector, T}(TVector, TVector)"/> is right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double SmallestNormal<T>() => typeof(T) == typeof(float) ? SmallestNormalSingle : SmallestNormalDouble;

    /// <summary>ln(1 + x) at any width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Log1P<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => typeof(T) == typeof(float) ? Log1PSingle<TLanes, TVector, T>(x)
            : typeof(T) == typeof(double) ? Log1PDouble<TLanes, TVector, T>(x)
            : throw Unsupported<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogSingle<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector subnormal = TLanes.Greater(TLanes.Of(SmallestNormalSingle), x);
        TVector scaled = TLanes.Select(subnormal, TLanes.Multiply(x, TLanes.Of(16777216f)), x);
        TVector bits = TLanes.AddBits(scaled, TLanes.OfBits(OneBitsSingle - LowestBitsSingle));
        TVector e = ExponentSingle<TLanes, TVector, T>(bits, BiasSingle<TLanes, TVector, T>(subnormal));
        TVector result = LogOfPartsSingle<TLanes, TVector, T>(
            TLanes.Multiply(e, TLanes.Of(LnTwoHighSingle)), TLanes.Multiply(e, TLanes.Of(LnTwoLowSingle)), FractionSingle<TLanes, TVector, T>(bits));
        return AtBoundsOfLogSingle<TLanes, TVector, T>(x, result, TLanes.Of(0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogDouble<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector subnormal = TLanes.Greater(TLanes.Of(SmallestNormalDouble), x);
        TVector scaled = TLanes.Select(subnormal, TLanes.Multiply(x, TLanes.Of(18014398509481984d)), x);
        TVector bits = TLanes.AddBits(scaled, TLanes.OfBits(OneBitsDouble - LowestBitsDouble));
        TVector e = ExponentDouble<TLanes, TVector, T>(bits, BiasDouble<TLanes, TVector, T>(subnormal));
        TVector result = LogOfPartsDouble<TLanes, TVector, T>(
            TLanes.Multiply(e, TLanes.Of(LnTwoHighDouble)), TLanes.Multiply(e, TLanes.Of(LnTwoLowDouble)), FractionDouble<TLanes, TVector, T>(bits));
        return AtBoundsOfLogDouble<TLanes, TVector, T>(x, result, TLanes.Of(0d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogSingle<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector subnormal = TLanes.Greater(TLanes.Of(SmallestNormalSingle), x);
        TVector factor = TLanes.Select(subnormal, TLanes.Of(16777216f), TLanes.Of(1f));
        TVector result = LogOfSumSingle<TLanes, TVector, T>(TLanes.Multiply(x, factor), TLanes.Multiply(carry, factor), BiasSingle<TLanes, TVector, T>(subnormal));
        return AtBoundsOfLogSingle<TLanes, TVector, T>(x, result, TLanes.Of(0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogDouble<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector subnormal = TLanes.Greater(TLanes.Of(SmallestNormalDouble), x);
        TVector factor = TLanes.Select(subnormal, TLanes.Of(18014398509481984d), TLanes.Of(1d));
        TVector result = LogOfSumDouble<TLanes, TVector, T>(TLanes.Multiply(x, factor), TLanes.Multiply(carry, factor), BiasDouble<TLanes, TVector, T>(subnormal));
        return AtBoundsOfLogDouble<TLanes, TVector, T>(x, result, TLanes.Of(0d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Log1PSingle<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        (TVector sum, TVector carry) = ErrorFree<TLanes, TVector, T>.Sum(TLanes.Of(1f), x);
        TVector result = LogOfSumSingle<TLanes, TVector, T>(sum, carry, TLanes.Of(BiasSingleNumber));
        result = AtBoundsOfLogSingle<TLanes, TVector, T>(x, result, TLanes.Of(-1f));
        return TLanes.Select(TLanes.Equal(x, TLanes.Of(0f)), x, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Log1PDouble<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        (TVector sum, TVector carry) = ErrorFree<TLanes, TVector, T>.Sum(TLanes.Of(1d), x);
        TVector result = LogOfSumDouble<TLanes, TVector, T>(sum, carry, TLanes.Of(BiasDoubleNumber));
        result = AtBoundsOfLogDouble<TLanes, TVector, T>(x, result, TLanes.Of(-1d));
        return TLanes.Select(TLanes.Equal(x, TLanes.Of(0d)), x, result);
    }

    // ln(1 + x) in float64 for x that is not negative, 2^-51 of it off, without a division: 1 + x = 2^e (1 + f) with 1 + f in [2/3, 4/3), and of small x
    // f is x itself. P is the minimax fit of (log(1 + f) - f) / f^2 in the relative error of log(1 + f) over |f| <= 1/3, by Remez' exchange in 300-bit
    // arithmetic, 2^-51.7 off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Log1POfPositive<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        TVector sum = TLanes.Add(TLanes.Of(1d), x);
        TVector bits = TLanes.AddBits(sum, TLanes.OfBits(OneBitsDouble - TwoThirdsBitsDouble));
        TVector e = ExponentDouble<TLanes, TVector, double>(bits, TLanes.Of(BiasDoubleNumber));
        TVector significand = TLanes.AddBits(TLanes.And(bits, TLanes.OfBits(0x000fffffffffffff)), TLanes.OfBits(TwoThirdsBitsDouble));
        TVector f = TLanes.Select(TLanes.Greater(TLanes.Of(4d / 3), sum), x, TLanes.Subtract(significand, TLanes.Of(1d)));
        TVector square = TLanes.Multiply(f, f);
        TVector fourth = TLanes.Multiply(square, square);
        TVector low = TLanes.Fma(TLanes.Fma(TLanes.Of(0.19999999998002552), f, TLanes.Of(-0.24999999999191344)), square, TLanes.Fma(TLanes.Of(0.3333333333333916), f, TLanes.Of(-0.5000000000000145)));
        TVector second = TLanes.Fma(TLanes.Fma(TLanes.Of(0.11111096693270783), f, TLanes.Of(-0.12499990716487944)), square, TLanes.Fma(TLanes.Of(0.1428571452702432), f, TLanes.Of(-0.16666666795757668)));
        TVector third = TLanes.Fma(TLanes.Fma(TLanes.Of(0.07682336472490756), f, TLanes.Of(-0.08325216308201183)), square, TLanes.Fma(TLanes.Of(0.09091397517511762), f, TLanes.Of(-0.10000359379192482)));
        TVector high = TLanes.Fma(TLanes.Fma(TLanes.Of(0.04962674974933726), f, TLanes.Of(-0.05385285556437853)), square, TLanes.Fma(TLanes.Of(0.06791130267785078), f, TLanes.Of(-0.07252559298979501)));
        high = TLanes.Fma(TLanes.Fma(TLanes.Of(0.0884446952311874), f, TLanes.Of(-0.0911295536145746)), fourth, high);
        TVector p = TLanes.Fma(TLanes.Fma(TLanes.Fma(high, fourth, third), fourth, second), fourth, low);
        TVector result = TLanes.Fma(e, TLanes.Of(0.6931471805599453), TLanes.Fma(square, p, f));
        return TLanes.Select(TLanes.Greater(TLanes.Of(double.PositiveInfinity), x), result, x);
    }

    // log(x + carry) for normal positive x, with 2^shift taken off where the bias has so much more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSumSingle<TLanes, TVector, T>(TVector x, TVector carry, TVector bias)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector bits = TLanes.AddBits(x, TLanes.OfBits(OneBitsSingle - LowestBitsSingle));
        TVector e = ExponentSingle<TLanes, TVector, T>(bits, bias);

        // The carry in units of the significand, its factor 2^-e as 2^(1-e) halved: 2^-e of the largest exponents is subnormal, and has no such bits.
        TVector power = TLanes.ShiftLeft(TLanes.SubtractBits(TLanes.OfBits(255), TLanes.ShiftRight(bits, 23)), 23);
        carry = TLanes.Multiply(TLanes.Multiply(carry, power), TLanes.Of(0.5f));

        // 1 + x for small x: the significand is then 1 or near it, so this sum gives back x, exactly.
        TVector whole = FractionSingle<TLanes, TVector, T>(bits);
        TVector f = TLanes.Add(whole, carry);
        carry = TLanes.Add(TLanes.Subtract(whole, f), carry);

        // log(1 + f + carry) = log(1 + f) + carry / (1 + f); as the carry is below half an ulp, 1 - f is near enough to 1 / (1 + f).
        carry = TLanes.Subtract(carry, TLanes.Multiply(carry, f));
        TVector low = TLanes.Fma(e, TLanes.Of(LnTwoLowSingle), carry);
        return LogOfPartsSingle<TLanes, TVector, T>(TLanes.Multiply(e, TLanes.Of(LnTwoHighSingle)), low, f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSumDouble<TLanes, TVector, T>(TVector x, TVector carry, TVector bias)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector bits = TLanes.AddBits(x, TLanes.OfBits(OneBitsDouble - LowestBitsDouble));
        TVector e = ExponentDouble<TLanes, TVector, T>(bits, bias);
        TVector power = TLanes.ShiftLeft(TLanes.SubtractBits(TLanes.OfBits(2047), TLanes.ShiftRight(bits, 52)), 52);
        carry = TLanes.Multiply(TLanes.Multiply(carry, power), TLanes.Of(0.5d));
        TVector whole = FractionDouble<TLanes, TVector, T>(bits);
        TVector f = TLanes.Add(whole, carry);
        carry = TLanes.Add(TLanes.Subtract(whole, f), carry);
        carry = TLanes.Subtract(carry, TLanes.Multiply(carry, f));
        TVector low = TLanes.Fma(e, TLanes.Of(LnTwoLowDouble), carry);
        return LogOfPartsDouble<TLanes, TVector, T>(TLanes.Multiply(e, TLanes.Of(LnTwoHighDouble)), low, f);
    }

    // high + low + log(1 + f), where high is 0 or larger than f, and low is about as small as an ulp of either.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfPartsSingle<TLanes, TVector, T>(TVector high, TVector low, TVector f)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector square = TLanes.Multiply(f, f);
        low = TLanes.Fma(square, LogTailSingle<TLanes, TVector, T>(f, square), low);
        TVector sum = TLanes.Add(high, f);
        return TLanes.Add(sum, TLanes.Add(TLanes.Add(TLanes.Subtract(high, sum), f), low));
    }

    // (log(1 + f) - f) / f^2, from f and its square. The polynomial is cut into parts that do not wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogTailSingle<TLanes, TVector, T>(TVector f, TVector square)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector first = TLanes.Fma(TLanes.Of(0.3333323895931244f), f, TLanes.Of(-0.4999999403953552f));
        TVector second = TLanes.Fma(TLanes.Of(0.20008310675621033f), f, TLanes.Of(-0.2500094175338745f));
        TVector third = TLanes.Fma(TLanes.Of(0.14052988588809967f), f, TLanes.Of(-0.16633915901184082f));
        TVector p = TLanes.Fma(TLanes.Of(0.13687537610530853f), f, TLanes.Of(-0.12849366664886475f));
        p = TLanes.Fma(TLanes.Of(-0.0980103388428688f), square, p);
        p = TLanes.Fma(p, square, third);
        p = TLanes.Fma(p, square, second);
        return TLanes.Fma(p, square, first);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfPartsDouble<TLanes, TVector, T>(TVector high, TVector low, TVector f)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => TwoPartLogDouble<TLanes, TVector, T>(high, low, f).Rounded;

    // The same, and what it is rounded by, 2^-56 off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Rounded, TVector Lacking) TwoPartLogDouble<TLanes, TVector, T>(TVector high, TVector low, TVector f)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector s = TLanes.Divide(f, TLanes.Add(f, TLanes.Of(2d)));
        TVector z = TLanes.Multiply(s, s);
        TVector square = TLanes.Multiply(z, z);
        TVector first = TLanes.Fma(TLanes.Of(0.39999999999416375), z, TLanes.Of(0.6666666666666734));
        TVector second = TLanes.Fma(TLanes.Of(0.22222198610832708), z, TLanes.Of(0.28571428742015076));
        TVector p = TLanes.Fma(TLanes.Of(0.15314098906032683), z, TLanes.Of(0.1818356240244941));
        p = TLanes.Fma(TLanes.Of(0.1479547444401175), square, p);
        p = TLanes.Fma(p, square, second);
        p = TLanes.Fma(p, square, first);
        TVector half = TLanes.Multiply(TLanes.Multiply(f, f), TLanes.Of(0.5));
        low = TLanes.Fma(s, TLanes.Fma(p, z, half), TLanes.Subtract(low, half));
        TVector sum = TLanes.Add(high, f);
        TVector rest = TLanes.Add(TLanes.Add(TLanes.Subtract(high, sum), f), low);
        TVector rounded = TLanes.Add(sum, rest);
        return (rounded, TLanes.Add(TLanes.Subtract(sum, rounded), rest));
    }

    // Where subnormal numbers were multiplied by 2^24 (2^54), this much more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector BiasSingle<TLanes, TVector, T>(TVector subnormal)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => TLanes.Select(subnormal, TLanes.Of(BiasSingleNumber + 24f), TLanes.Of(BiasSingleNumber));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector BiasDouble<TLanes, TVector, T>(TVector subnormal)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => TLanes.Select(subnormal, TLanes.Of(BiasDoubleNumber + 54d), TLanes.Of(BiasDoubleNumber));

    // The exponent, through an integer's bits and not by a conversion, which AVX2 does not have for 64-bit integers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExponentSingle<TLanes, TVector, T>(TVector bits, TVector bias)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector integer = TLanes.Or(TLanes.ShiftRight(bits, 23), TLanes.OfBits(IntegerBitsSingle));
        return TLanes.Subtract(integer, bias);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExponentDouble<TLanes, TVector, T>(TVector bits, TVector bias)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector integer = TLanes.Or(TLanes.ShiftRight(bits, 52), TLanes.OfBits(IntegerBitsDouble));
        return TLanes.Subtract(integer, bias);
    }

    // The significand less 1, exactly.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector FractionSingle<TLanes, TVector, T>(TVector bits)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector significand = TLanes.AddBits(TLanes.And(bits, TLanes.OfBits(0x007fffff)), TLanes.OfBits(LowestBitsSingle));
        return TLanes.Subtract(significand, TLanes.Of(1f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector FractionDouble<TLanes, TVector, T>(TVector bits)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector significand = TLanes.AddBits(TLanes.And(bits, TLanes.OfBits(0x000fffffffffffff)), TLanes.OfBits(LowestBitsDouble));
        return TLanes.Subtract(significand, TLanes.Of(1d));
    }

    // The result inside (pole, infinity); infinity at infinity, minus infinity at the pole, NaN for the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AtBoundsOfLogSingle<TLanes, TVector, T>(TVector x, TVector result, TVector pole)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector atPole = TLanes.Select(TLanes.Equal(x, pole), TLanes.Of(float.NegativeInfinity), TLanes.Of(float.NaN));
        result = TLanes.Select(TLanes.Equal(x, TLanes.Of(float.PositiveInfinity)), x, result);
        return TLanes.Select(TLanes.Greater(x, pole), result, atPole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AtBoundsOfLogDouble<TLanes, TVector, T>(TVector x, TVector result, TVector pole)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector atPole = TLanes.Select(TLanes.Equal(x, pole), TLanes.Of(double.NegativeInfinity), TLanes.Of(double.NaN));
        result = TLanes.Select(TLanes.Equal(x, TLanes.Of(double.PositiveInfinity)), x, result);
        return TLanes.Select(TLanes.Greater(x, pole), result, atPole);
    }
}
