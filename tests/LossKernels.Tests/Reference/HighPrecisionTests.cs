using System.Numerics;

namespace LossKernels.Tests.Reference;

/// <summary>The reference itself: against digits that others published, and against the identities between its functions.</summary>
public sealed class HighPrecisionTests
{
    // e and ln 2 to 60 digits: OEIS A001113, A002162.
    private const string E = "271828182845904523536028747135266249775724709369995957496696";
    private const string LnTwo = "693147180559945309417232121458176568075500134360255254120680";

    [Fact]
    public void The_constants_have_the_published_digits()
    {
        AssertDigits(E, 59, HighPrecision.Exp(1d));
        AssertDigits(LnTwo, 60, HighPrecision.Log(2d));
        AssertDigits(LnTwo, 60, HighPrecision.Log1P(1d));
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(3.7e-20)]
    [InlineData(0.2499999)]
    [InlineData(0.25)]
    [InlineData(1.4142135623730951)]
    [InlineData(710.5)]
    [InlineData(1900.25)]
    public void Each_undoes_the_other_at_any_magnitude(double x)
    {
        AssertNear(x, HighPrecision.Log(HighPrecision.Exp(x)), 250 - (x < 1e-3 ? 0 : 10), absolute: x < 1e-3);
        AssertNear(x, -HighPrecision.Log(HighPrecision.Exp(-x)), 240, absolute: x < 1e-3);
        AssertNear(BigReal.One, HighPrecision.Exp(x) * HighPrecision.Exp(-x), 250, absolute: false);
        BigReal tail = HighPrecision.Exp(-x);
        AssertNear(HighPrecision.Log(BigReal.One + tail), HighPrecision.Log1P(tail), 240, absolute: true);
    }

    [Fact]
    public void The_tail_keeps_its_relative_precision()
    {
        BigReal tail = HighPrecision.Exp(-2000d);
        AssertNear(BigReal.One, HighPrecision.Log1P(tail) / (tail - BigReal.Scale(tail * tail, -1)), 250, absolute: false);
    }

    [Theory]
    [InlineData(0d)]
    [InlineData(-1d)]
    [InlineData(double.Epsilon)]
    [InlineData(2.2250738585072009e-308)]
    [InlineData(-2.2250738585072014e-308)]
    [InlineData(0.1)]
    [InlineData(double.MaxValue)]
    public void A_double_comes_back_as_it_was(double x)
    {
        Assert.Equal(x, ((BigReal)x).ToDouble());
        Assert.Equal((float)x, ((BigReal)x).ToSingle());
    }

    [Fact]
    public void Rounding_is_to_nearest_with_ties_to_even()
    {
        BigReal half = BigReal.Scale(BigReal.One, -53);
        BigReal less = half - BigReal.Scale(BigReal.One, -200);
        BigReal more = half + BigReal.Scale(BigReal.One, -200);
        Assert.Equal(1d, (BigReal.One + half).ToDouble());
        Assert.Equal(1d, (BigReal.One + less).ToDouble());
        Assert.Equal(Math.BitIncrement(1d), (BigReal.One + more).ToDouble());
        Assert.Equal(Math.BitIncrement(Math.BitIncrement(1d)), (Math.BitIncrement(1d) + half).ToDouble());
        Assert.Equal(double.PositiveInfinity, BigReal.Scale(BigReal.One, 1024).ToDouble());
        Assert.Equal(0d, BigReal.Scale(BigReal.One, -1075).ToDouble());
        Assert.Equal(double.Epsilon, (BigReal.Scale(BigReal.One, -1075) * Math.BitIncrement(1d)).ToDouble());
    }

    [Fact]
    public void Errors_are_in_units_of_the_reference()
    {
        Assert.Equal(1, HighPrecision.UlpError(Math.BitIncrement(3d), 3d, asFloat: false));
        Assert.Equal(1, HighPrecision.UlpError(MathF.BitDecrement(3f), 3d, asFloat: true));
        Assert.Equal(2, HighPrecision.UlpError(3 * double.Epsilon, double.Epsilon, asFloat: false));
        Assert.Equal(0, HighPrecision.UlpError(double.PositiveInfinity, BigReal.Scale(BigReal.One, 1024), asFloat: false));
        Assert.Equal(double.PositiveInfinity, HighPrecision.UlpError(double.PositiveInfinity, double.MaxValue, asFloat: false));
        Assert.Equal(double.PositiveInfinity, HighPrecision.UlpError(double.NaN, 1d, asFloat: false));
    }

    private static void AssertDigits(string digits, int decimals, BigReal value)
    {
        BigReal difference = (value * new BigReal(BigInteger.Pow(10, decimals), 0)) - new BigReal(BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), 0);
        Assert.True(BigReal.Abs(difference) <= BigReal.One, $"{difference} units of the last of {digits.Length} digits");
    }

    private static void AssertNear(BigReal expected, BigReal actual, int bits, bool absolute)
    {
        BigReal difference = BigReal.Abs(expected - actual);
        BigReal bound = BigReal.Scale(absolute ? BigReal.One : BigReal.Abs(expected), -bits);
        Assert.True(difference <= bound, $"{actual} is 2^{difference.Magnitude} off {expected}");
    }
}
