using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

// x = 2^e (1 + f), log(x) = e ln 2 + log(1 + f), with the sum's larger part carried in two pieces so that it is rounded once.
// float32: 1 + f in [2/3, 4/3), log(1 + f) = f + f^2 (-1/2 + f P(f)); P is the minimax fit in the relative error of log(1 + f) over |f| <= 1/3
// by Remez' exchange in 200-bit arithmetic, 2^-27.4 off.
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
    private const int IntegerBitsSingle = 0x4b000000;
    private const float IntegerSingle = 8388608f;
    private const long IntegerBitsDouble = 0x4330000000000000;
    private const double IntegerDouble = 4503599627370496d;

    // The bits of 1, and of the smallest significand that is kept with its exponent: 2/3, and the square root of 1/2.
    private const int OneBitsSingle = 0x3f800000;
    private const int LowestBitsSingle = 0x3f2aaaab;
    private const long OneBitsDouble = 0x3ff0000000000000;
    private const long LowestBitsDouble = 0x3fe6a09e667f3bcd;

    private const float SmallestNormalSingle = 1.17549435e-38f;
    private const double SmallestNormalDouble = 2.2250738585072014e-308;

    /// <summary>
    /// The natural logarithm in every lane, at most 1 ulp off (measured: 0.7), subnormal arguments included.
    /// log(1) is +0, log of either zero minus infinity, of infinity infinity, of NaN and of what is below 0 NaN.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log<T>(Vector512<T> x)
    {
        if (typeof(T) == typeof(float))
        {
            return LogSingle(x.AsSingle()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return LogDouble(x.AsDouble()).As<double, T>();
        }

        return Unsupported<T>();
    }

    /// <summary>
    /// log(x + carry) in every lane, where carry is the rounding error of x, at most half its ulp: at most 1 ulp off the logarithm of the exact sum.
    /// Near x = 1, where the logarithm is as small as the carry, this is what keeps its leading digits.
    /// Zero, negative, infinite and NaN arguments are those of <see cref="Log{T}(Vector512{T})"/>, whatever the carry.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The argument, rounded.</param>
    /// <param name="carry">What the argument lacks; without effect where <paramref name="x"/> is above two thirds of the largest power of two's double.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log<T>(Vector512<T> x, Vector512<T> carry)
    {
        if (typeof(T) == typeof(float))
        {
            return LogSingle(x.AsSingle(), carry.AsSingle()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return LogDouble(x.AsDouble(), carry.AsDouble()).As<double, T>();
        }

        return Unsupported<T>();
    }

    /// <summary>
    /// ln(1 + x) in every lane, at most 1 ulp off (measured: 0.7) over all of (-1, infinity): the tiny x gives x itself, and neither zero loses its sign.
    /// log1p(-1) is minus infinity, of infinity infinity, of NaN and of what is below -1 NaN.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log1P<T>(Vector512<T> x)
    {
        if (typeof(T) == typeof(float))
        {
            return Log1PSingle(x.AsSingle()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return Log1PDouble(x.AsDouble()).As<double, T>();
        }

        return Unsupported<T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogSingle(Vector512<float> x)
    {
        Vector512<float> subnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormalSingle));
        Vector512<float> scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(16777216f), x);
        Vector512<int> bits = scaled.AsInt32() + Vector512.Create(OneBitsSingle - LowestBitsSingle);
        Vector512<float> e = ExponentSingle(bits) - (subnormal & Vector512.Create(24f));
        Vector512<float> result = LogOfPartsSingle(
            e * Vector512.Create(LnTwoHighSingle), e * Vector512.Create(LnTwoLowSingle), SignificandSingle(bits) - Vector512<float>.One);
        return AtBoundsOfLog(x, result, Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogDouble(Vector512<double> x)
    {
        Vector512<double> subnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormalDouble));
        Vector512<double> scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(18014398509481984d), x);
        Vector512<long> bits = scaled.AsInt64() + Vector512.Create(OneBitsDouble - LowestBitsDouble);
        Vector512<double> e = ExponentDouble(bits) - (subnormal & Vector512.Create(54d));
        Vector512<double> result = LogOfPartsDouble(
            e * Vector512.Create(LnTwoHighDouble), e * Vector512.Create(LnTwoLowDouble), SignificandDouble(bits) - Vector512<double>.One);
        return AtBoundsOfLog(x, result, Vector512<double>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogSingle(Vector512<float> x, Vector512<float> carry)
    {
        Vector512<float> subnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormalSingle));
        Vector512<float> factor = Vector512.ConditionalSelect(subnormal, Vector512.Create(16777216f), Vector512<float>.One);
        Vector512<float> result = LogOfSumSingle(x * factor, carry * factor, subnormal & Vector512.Create(24f));
        return AtBoundsOfLog(x, result, Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogDouble(Vector512<double> x, Vector512<double> carry)
    {
        Vector512<double> subnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormalDouble));
        Vector512<double> factor = Vector512.ConditionalSelect(subnormal, Vector512.Create(18014398509481984d), Vector512<double>.One);
        Vector512<double> result = LogOfSumDouble(x * factor, carry * factor, subnormal & Vector512.Create(54d));
        return AtBoundsOfLog(x, result, Vector512<double>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Log1PSingle(Vector512<float> x)
    {
        Vector512<float> sum = Vector512<float>.One + x;
        Vector512<float> added = sum - Vector512<float>.One;
        Vector512<float> carry = (Vector512<float>.One - (sum - added)) + (x - added);
        Vector512<float> result = AtBoundsOfLog(x, LogOfSumSingle(sum, carry, Vector512<float>.Zero), Vector512.Create(-1f));
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), x, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Log1PDouble(Vector512<double> x)
    {
        Vector512<double> sum = Vector512<double>.One + x;
        Vector512<double> added = sum - Vector512<double>.One;
        Vector512<double> carry = (Vector512<double>.One - (sum - added)) + (x - added);
        Vector512<double> result = AtBoundsOfLog(x, LogOfSumDouble(sum, carry, Vector512<double>.Zero), Vector512.Create(-1d));
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<double>.Zero), x, result);
    }

    // log(x + carry) - shift ln 2 for normal positive x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOfSumSingle(Vector512<float> x, Vector512<float> carry, Vector512<float> shift)
    {
        Vector512<int> bits = x.AsInt32() + Vector512.Create(OneBitsSingle - LowestBitsSingle);
        Vector512<float> e = ExponentSingle(bits) - shift;

        // The carry in units of the significand, its factor 2^-e as 2^(1-e) halved: 2^-e of the largest exponents is subnormal, and has no such bits.
        Vector512<int> power = Vector512.ShiftLeft(Vector512.Create(255) - Vector512.ShiftRightLogical(bits, 23), 23);
        carry = carry * power.AsSingle() * Vector512.Create(0.5f);

        // 1 + x for small x: the significand is then 1 or near it, so this sum gives back x, exactly.
        Vector512<float> whole = SignificandSingle(bits) - Vector512<float>.One;
        Vector512<float> f = whole + carry;
        carry = (whole - f) + carry;

        // log(1 + f + carry) = log(1 + f) + carry / (1 + f); as the carry is below half an ulp, 1 - f is near enough to 1 / (1 + f).
        Vector512<float> low = Vector512.FusedMultiplyAdd(e, Vector512.Create(LnTwoLowSingle), carry - (carry * f));
        return LogOfPartsSingle(e * Vector512.Create(LnTwoHighSingle), low, f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogOfSumDouble(Vector512<double> x, Vector512<double> carry, Vector512<double> shift)
    {
        Vector512<long> bits = x.AsInt64() + Vector512.Create(OneBitsDouble - LowestBitsDouble);
        Vector512<double> e = ExponentDouble(bits) - shift;
        Vector512<long> power = Vector512.ShiftLeft(Vector512.Create(2047L) - Vector512.ShiftRightLogical(bits, 52), 52);
        carry = carry * power.AsDouble() * Vector512.Create(0.5);
        Vector512<double> whole = SignificandDouble(bits) - Vector512<double>.One;
        Vector512<double> f = whole + carry;
        carry = (whole - f) + carry;
        Vector512<double> low = Vector512.FusedMultiplyAdd(e, Vector512.Create(LnTwoLowDouble), carry - (carry * f));
        return LogOfPartsDouble(e * Vector512.Create(LnTwoHighDouble), low, f);
    }

    // high + low + log(1 + f), where high is 0 or larger than f, and low is about as small as an ulp of either.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOfPartsSingle(Vector512<float> high, Vector512<float> low, Vector512<float> f)
    {
        Vector512<float> p = Vector512.FusedMultiplyAdd(Vector512.Create(-0.12891685962677002f), f, Vector512.Create(0.1398443728685379f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(-0.12184260785579681f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.140058696269989f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(-0.16680487990379333f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.20010405778884888f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(-0.24999797344207764f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.3333321511745453f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(-0.5f));
        low = Vector512.FusedMultiplyAdd(f * f, p, low);
        Vector512<float> sum = high + f;
        return sum + (((high - sum) + f) + low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogOfPartsDouble(Vector512<double> high, Vector512<double> low, Vector512<double> f)
    {
        Vector512<double> s = f / (f + Vector512.Create(2d));
        Vector512<double> z = s * s;
        Vector512<double> p = Vector512.FusedMultiplyAdd(Vector512.Create(0.1479547444401175), z, Vector512.Create(0.15314098906032683));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.1818356240244941));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.22222198610832708));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.28571428742015076));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.39999999999416375));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.6666666666666734));
        Vector512<double> half = f * f * Vector512.Create(0.5);
        low = Vector512.FusedMultiplyAdd(s, Vector512.FusedMultiplyAdd(p, z, half), low - half);
        Vector512<double> sum = high + f;
        return sum + (((high - sum) + f) + low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExponentSingle(Vector512<int> bits) =>
        (Vector512.ShiftRightLogical(bits, 23) | Vector512.Create(IntegerBitsSingle)).AsSingle() - Vector512.Create(IntegerSingle + 127f);

    // Through an integer's bits and not by a conversion, which AVX2 does not have for 64-bit integers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ExponentDouble(Vector512<long> bits) =>
        (Vector512.ShiftRightLogical(bits, 52) | Vector512.Create(IntegerBitsDouble)).AsDouble() - Vector512.Create(IntegerDouble + 1023d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> SignificandSingle(Vector512<int> bits) =>
        ((bits & Vector512.Create(0x007fffff)) + Vector512.Create(LowestBitsSingle)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SignificandDouble(Vector512<long> bits) =>
        ((bits & Vector512.Create(0x000fffffffffffff)) + Vector512.Create(LowestBitsDouble)).AsDouble();

    // The result inside (pole, infinity); infinity at infinity, minus infinity at the pole, NaN for the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AtBoundsOfLog(Vector512<float> x, Vector512<float> result, Vector512<float> pole)
    {
        Vector512<float> atPole = Vector512.ConditionalSelect(
            Vector512.Equals(x, pole), Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NaN));
        result = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(float.PositiveInfinity)), x, result);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, pole), result, atPole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> AtBoundsOfLog(Vector512<double> x, Vector512<double> result, Vector512<double> pole)
    {
        Vector512<double> atPole = Vector512.ConditionalSelect(
            Vector512.Equals(x, pole), Vector512.Create(double.NegativeInfinity), Vector512.Create(double.NaN));
        result = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(double.PositiveInfinity)), x, result);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, pole), result, atPole);
    }
}
