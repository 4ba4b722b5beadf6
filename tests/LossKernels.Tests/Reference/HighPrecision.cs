using System.Numerics;

namespace LossKernels.Tests.Reference;

/// <summary>
/// Exponential and logarithm to about 300 bits, by nothing but their series over <see cref="BigReal"/>: what the fast forms are measured against.
/// The relative error of each is far below 2^-250, also where the result is as small as e^-2000.
/// </summary>
public static class HighPrecision
{
    private const int Bits = BigReal.Precision + 64;

    // 1 / 2^16: the argument of the series, which is then squared sixteen times.
    private const int Squarings = 16;

    private static readonly BigReal LnTwo = BigReal.Scale(OddSeries(BigReal.One / 3d), 1);

    /// <summary>e^x, for |x| up to 2^30.</summary>
    public static BigReal Exp(BigReal x)
    {
        if (x.Sign == 0)
        {
            return BigReal.One;
        }

        long n = (long)Math.Round((x / LnTwo).ToDouble());
        BigInteger r = (x - (LnTwo * n)).ToFixed(Bits) >> Squarings;
        BigInteger sum = BigInteger.One << Bits;
        BigInteger term = sum;
        for (int k = 1; !term.IsZero && term != BigInteger.MinusOne; k++)
        {
            term = ((term * r) >> Bits) / k;
            sum += term;
        }

        for (int i = 0; i < Squarings; i++)
        {
            sum = (sum * sum) >> Bits;
        }

        return new BigReal(sum, n - Bits);
    }

    /// <summary>The natural logarithm of a positive number.</summary>
    public static BigReal Log(BigReal x)
    {
        if (x.Sign <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "Only positive numbers have a logarithm.");
        }

        long exponent = x.Magnitude;
        BigReal significand = BigReal.Scale(x, -exponent);
        if (significand > 1.4142135623730951)
        {
            exponent++;
            significand = BigReal.Scale(significand, -1);
        }

        return (LnTwo * exponent) + LogNearOne(significand - BigReal.One);
    }

    /// <summary>ln(1 + x) for x above -1, to the same relative error however small x is.</summary>
    public static BigReal Log1P(BigReal x) => BigReal.Abs(x) < 0.25 ? LogNearOne(x) : Log(BigReal.One + x);

    /// <summary>ln(1 + e^x).</summary>
    public static BigReal Softplus(BigReal x) => x.Sign > 0 ? x + Log1P(Exp(-x)) : Log1P(Exp(x));

    /// <summary>1 / (1 + e^-x).</summary>
    public static BigReal Sigmoid(BigReal x)
    {
        BigReal t = Exp(-BigReal.Abs(x));
        return (x.Sign < 0 ? t : BigReal.One) / (BigReal.One + t);
    }

    /// <summary>
    /// How far a result is from the reference, in units in the last place that the reference has as a double, or as a float:
    /// below the normal range in units of the smallest subnormal number. An infinity is 0 off where the reference rounds to it, else infinitely far; NaN always.
    /// </summary>
    public static double UlpError(double got, BigReal reference, bool asFloat)
    {
        if (!double.IsFinite(got))
        {
            return got == (asFloat ? reference.ToSingle() : reference.ToDouble()) ? 0 : double.PositiveInfinity;
        }

        long unit = asFloat ? Math.Max(reference.Magnitude, -126) - 23 : Math.Max(reference.Magnitude, -1022) - 52;
        return BigReal.Scale(BigReal.Abs(got - reference), -unit).ToDouble();
    }

    private static BigReal LogNearOne(BigReal f) => f.Sign == 0 ? BigReal.Zero : BigReal.Scale(OddSeries(f / (f + 2d)), 1);

    // s + s^3/3 + s^5/5 + ..., half of ln((1 + s) / (1 - s)), with s factored out so that the error stays relative.
    private static BigReal OddSeries(BigReal s)
    {
        BigInteger square = (s * s).ToFixed(Bits);
        BigInteger power = BigInteger.One << Bits;
        BigInteger sum = power;
        for (int k = 3; !power.IsZero; k += 2)
        {
            power = (power * square) >> Bits;
            sum += power / k;
        }

        return s * new BigReal(sum, -Bits);
    }
}
