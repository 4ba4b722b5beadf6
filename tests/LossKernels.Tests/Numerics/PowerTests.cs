using LossKernels.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Numerics;

/// <summary>Powers that are no products, against high precision: by way of a rounded logarithm those of small numbers are hundreds of ulp off.</summary>
public sealed class PowerTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(-0.3)]
    [InlineData(-0.9)]
    [InlineData(1.3)]
    [InlineData(2.3)]
    [InlineData(7.9)]
    public void A_power_is_within_its_bound(double exponent)
    {
        Random random = new(20261130);
        double worst = 0;
        double worstAt = 0;
        for (int i = 0; i < Functions.Samples(4_000); i++)
        {
            // All magnitudes, subnormal ones too, and near one.
            double x = (i % 3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(1, BitConverter.DoubleToInt64Bits(1))),
                1 => Math.ScaleB(random.NextDouble(), -random.Next(1, 60)),
                _ => random.NextDouble() * 1.5,
            };
            double error = HighPrecision.UlpError(VectorMath.Power(x, exponent), HighPrecision.Exp(exponent * HighPrecision.Log(x)), asFloat: false);
            if (!(error <= worst))
            {
                (worst, worstAt) = (error, x);
            }
        }

        Assert.True(worst <= 1.5, $"{worstAt:R}^{exponent} is {worst:F3} ulp off");
    }

    [Theory]
    [InlineData(0, 0.7, 0)]
    [InlineData(0, -0.3, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, 0.7, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, -0.3, 0)]
    [InlineData(double.NaN, 0.7, double.NaN)]
    [InlineData(-0.5, 0.7, double.NaN)]
    [InlineData(1, 2.3, 1)]
    [InlineData(1e300, 2.3, double.PositiveInfinity)]
    [InlineData(1e-300, 2.3, 0)]
    public void At_the_ends_a_power_is_that_of_the_formula(double x, double exponent, double expected) => Assert.Equal(expected, VectorMath.Power(x, exponent));

    [Fact]
    public void A_power_is_the_same_wherever_it_stands()
    {
        double[] x = [.. Enumerable.Range(0, 11).Select(i => Math.ScaleB(1 + (i / 16.0), -37 * i))];
        double[] powers = new double[x.Length];
        VectorMath.Power(x, 0.7, powers);
        Assert.Equal([.. x.Select(each => VectorMath.Power(each, 0.7))], powers);
    }
}
