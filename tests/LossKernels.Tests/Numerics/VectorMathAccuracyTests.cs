using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Numerics;

/// <summary>Errors in ulp over the whole range of each function, dense where its parts are joined. Bounds are those of the documentation.</summary>
public sealed class VectorMathAccuracyTests
{
    private const double LnTwo = 0.6931471805599453;

    [Theory]
    [InlineData("Exp", -104.5, 89, 0.95)]
    [InlineData("Exp", -1, 1, 0.95)]
    [InlineData("Log", 0, float.MaxValue, 0.95)]
    [InlineData("Log", 0.3, 3, 0.95)]
    [InlineData("Log1P", -1, float.MaxValue, 0.95)]
    [InlineData("Log1P", -1, 3, 0.95)]
    [InlineData("Softplus", -104.5, float.MaxValue, 2)]
    [InlineData("Softplus", -3, 3, 2)]
    [InlineData("Sigmoid", -104.5, float.MaxValue, 3)]
    [InlineData("Sigmoid", -3, 3, 3)]
    public void Float32_is_within_its_bound(string name, float from, float to, double bound)
    {
        Random random = new(20260101);
        int count = Functions.Samples(200_000);
        Span<float> x = stackalloc float[Vector512<float>.Count];
        double worst = 0;
        float worstAt = 0;
        for (int i = 0; i < count; i += x.Length)
        {
            for (int lane = 0; lane < x.Length; lane++)
            {
                // Half of them evenly spread, half over all magnitudes and both signs.
                x[lane] = lane % 2 == 0 ? (float)(from + (((double)to - from) * random.NextDouble())) : AnyFloat(random, from, to);
            }

            Vector512<float> result = Functions.Apply(name, Vector512.Create<float>(x));
            for (int lane = 0; lane < x.Length; lane++)
            {
                double error = Functions.SingleUlpError(result[lane], Functions.InDouble(name, x[lane]));
                if (!(error <= worst))
                {
                    (worst, worstAt) = (error, x[lane]);
                }
            }
        }

        Assert.True(worst <= bound, $"{name}({worstAt:R}) is {worst:F3} ulp off");
    }

    // Samples miss the few numbers at which all roundings go one way: of 1 + x next to the join every number is taken.
    [Theory]
    [InlineData("Log", 0.65f, 0.72f, 0.95)]
    [InlineData("Log", 1.3f, 1.42f, 0.95)]
    [InlineData("Log1P", -0.35f, -0.29f, 0.95)]
    [InlineData("Log1P", 0.28f, 0.5f, 0.95)]
    public void Float32_is_within_its_bound_at_every_number_next_to_a_join(string name, float from, float to, double bound)
    {
        int ends = Math.Min(BitConverter.SingleToInt32Bits(from) & int.MaxValue, BitConverter.SingleToInt32Bits(to) & int.MaxValue);
        int count = Functions.Samples(Math.Abs(BitConverter.SingleToInt32Bits(from) - BitConverter.SingleToInt32Bits(to)));
        Vector512<int> bits = Vector512.Create(ends | (BitConverter.SingleToInt32Bits(from) & int.MinValue)) + Vector512<int>.Indices;
        double worst = 0;
        float worstAt = 0;
        for (int i = 0; i < count; i += Vector512<int>.Count, bits += Vector512.Create(Vector512<int>.Count))
        {
            Vector512<float> x = bits.AsSingle();
            Vector512<float> result = Functions.Apply(name, x);
            for (int lane = 0; lane < Vector512<int>.Count; lane++)
            {
                double error = Functions.SingleUlpError(result[lane], Functions.InDouble(name, x[lane]));
                if (!(error <= worst))
                {
                    (worst, worstAt) = (error, x[lane]);
                }
            }
        }

        Assert.True(worst <= bound, $"{name}({worstAt:R}) is {worst:F3} ulp off");
    }

    [Theory]
    [InlineData("Exp", 0.95)]
    [InlineData("Log", 0.95)]
    [InlineData("Log1P", 0.95)]
    [InlineData("Softplus", 2)]
    [InlineData("Sigmoid", 3)]
    public void Float64_is_within_its_bound(string name, double bound)
    {
        double worst = 0;
        double worstAt = 0;
        foreach (double x in DoublesFor(name, Functions.Samples(4_000)))
        {
            double error = HighPrecision.UlpError(
                Functions.Apply(name, Vector512.Create(x)).ToScalar(), Functions.InHighPrecision(name, x), asFloat: false);
            if (!(error <= worst))
            {
                (worst, worstAt) = (error, x);
            }
        }

        Assert.True(worst <= bound, $"{name}({worstAt:R}) is {worst:F3} ulp off");
    }

    [Fact]
    public void Exp_of_a_difference_is_as_exact_as_that_of_the_exact_one_in_Float32()
    {
        Random random = new(7);
        double worst = 0;
        for (int i = 0; i < Functions.Samples(200_000); i++)
        {
            float a = (float)((random.NextDouble() * 100) - 90);
            float b = (float)((random.NextDouble() * 4) - 2);
            float d = a - b;
            float carry = (float)((double)a - b - d);
            float got = VectorMath.Exp(Vector512.Create(d), Vector512.Create(carry)).ToScalar();
            worst = Math.Max(worst, Functions.SingleUlpError(got, Math.Exp((double)a - b)));
        }

        Assert.True(worst <= 0.95, $"{worst:F3} ulp");
    }

    [Fact]
    public void Exp_of_a_difference_is_as_exact_as_that_of_the_exact_one_in_Float64()
    {
        Random random = new(8);
        double worst = 0;
        for (int i = 0; i < Functions.Samples(4_000); i++)
        {
            double a = (random.NextDouble() * 1440) - 740;
            double b = (random.NextDouble() * 4) - 2;
            double d = a - b;
            BigReal exact = (BigReal)a - b;
            double got = VectorMath.Exp(Vector512.Create(d), Vector512.Create((exact - d).ToDouble())).ToScalar();
            worst = Math.Max(worst, HighPrecision.UlpError(got, HighPrecision.Exp(exact), asFloat: false));
        }

        Assert.True(worst <= 0.95, $"{worst:F3} ulp");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Log_of_a_sum_is_as_exact_as_that_of_the_exact_one(bool asFloat)
    {
        Random random = new(9);
        double worst = 0;
        for (int i = 0; i < Functions.Samples(4_000); i++)
        {
            double magnitude = (i % 3) switch { 0 => 0, 1 => random.Next(-100, 100), _ => -random.Next(1, 60) };
            double exact = i % 3 == 2 ? 1 + ((random.NextDouble() - 0.5) * Math.ScaleB(1, (int)magnitude)) : Math.ScaleB(0.5 + random.NextDouble(), (int)magnitude);
            double x = asFloat ? (float)exact : exact;
            double carry = asFloat ? (float)(exact - x) : (random.NextDouble() - 0.5) * (Math.BitIncrement(exact) - exact);
            double got = asFloat
                ? VectorMath.Log(Vector512.Create((float)x), Vector512.Create((float)carry)).ToScalar()
                : VectorMath.Log(Vector512.Create(x), Vector512.Create(carry)).ToScalar();
            worst = Math.Max(worst, HighPrecision.UlpError(got, HighPrecision.Log((BigReal)x + carry), asFloat));
        }

        Assert.True(worst <= 1, $"{worst:F3} ulp");
    }

    [Fact]
    public void Subnormal_arguments_of_the_logarithm_keep_their_carry()
    {
        Assert.Equal(Math.Log(double.Epsilon), VectorMath.Log(Vector512.Create(double.Epsilon), Vector512<double>.Zero).ToScalar());
        double x = 12345 * double.Epsilon;
        double got = VectorMath.Log(Vector512.Create(x), Vector512.Create(double.Epsilon)).ToScalar();
        Assert.True(HighPrecision.UlpError(got, HighPrecision.Log((BigReal)x + double.Epsilon), asFloat: false) <= 1);
    }

    // Over the function's range evenly and by magnitude, and at both sides of every join: of the exponents, of the significands, of softplus' two forms.
    private static IEnumerable<double> DoublesFor(string name, int count)
    {
        Random random = new(20260102);
        (double from, double to) = name switch
        {
            "Exp" => (-746, 709.7),
            "Log" => (double.Epsilon, double.MaxValue),
            "Log1P" => (Math.BitIncrement(-1d), double.MaxValue),
            _ => (-750, 750d),
        };

        for (int i = 0; i < count; i++)
        {
            double x = (i % 4) switch
            {
                0 => from + ((to - from) * random.NextDouble()),
                1 => AnyDouble(random, from, to),
                2 => (random.NextDouble() * 4) - 1,
                _ => Near(Join(name, random.Next(-20, 20)), random.Next(-40, 40)),
            };

            if (x >= from && x <= to)
            {
                yield return x;
            }
        }
    }

    private static double Join(string name, int k) => name switch
    {
        "Exp" => (k + 0.5) * LnTwo,
        "Log" => Math.ScaleB(k % 2 == 0 ? Math.Sqrt(0.5) : 1, k),
        "Log1P" => Math.ScaleB(k % 2 == 0 ? Math.Sqrt(0.5) : 1, k) - 1,
        _ => k % 2 == 0 ? Math.Log(Math.Sqrt(2) - 1) : -Math.Abs(k + 0.5) * LnTwo,
    };

    private static double Near(double x, int steps) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) + (x == 0 ? 0 : steps));

    private static float AnyFloat(Random random, float from, float to)
    {
        while (true)
        {
            float x = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (x >= from && x <= to)
            {
                return x;
            }
        }
    }

    private static double AnyDouble(Random random, double from, double to)
    {
        while (true)
        {
            double x = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (x >= from && x <= to)
            {
                return x;
            }
        }
    }
}
