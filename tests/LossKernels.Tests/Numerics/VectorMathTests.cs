using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Tests.Numerics;

/// <summary>Special values in every lane, order of the results across the joins, spans of every length, and bits that no instruction set changes.</summary>
public sealed class VectorMathTests
{
    private const double Infinity = double.PositiveInfinity;
    private const double LnTwo = 0.6931471805599453;

    [Theory]
    [InlineData("Exp", 0, 1)]
    [InlineData("Exp", -0d, 1)]
    [InlineData("Exp", Infinity, Infinity)]
    [InlineData("Exp", -Infinity, 0)]
    [InlineData("Exp", double.NaN, double.NaN)]
    [InlineData("Exp", 800, Infinity)]
    [InlineData("Exp", -800, 0)]
    [InlineData("Log", 1, 0)]
    [InlineData("Log", 0, -Infinity)]
    [InlineData("Log", -0d, -Infinity)]
    [InlineData("Log", -1, double.NaN)]
    [InlineData("Log", -Infinity, double.NaN)]
    [InlineData("Log", Infinity, Infinity)]
    [InlineData("Log", double.NaN, double.NaN)]
    [InlineData("Log1P", 0, 0)]
    [InlineData("Log1P", -0d, -0d)]
    [InlineData("Log1P", -1, -Infinity)]
    [InlineData("Log1P", -1.5, double.NaN)]
    [InlineData("Log1P", -Infinity, double.NaN)]
    [InlineData("Log1P", Infinity, Infinity)]
    [InlineData("Log1P", double.NaN, double.NaN)]
    [InlineData("Log1P", 1.1754944e-38, 1.1754944e-38)]
    [InlineData("Softplus", Infinity, Infinity)]
    [InlineData("Softplus", -Infinity, 0)]
    [InlineData("Softplus", double.NaN, double.NaN)]
    [InlineData("Softplus", 1e30, 1e30)]
    [InlineData("Sigmoid", 0, 0.5)]
    [InlineData("Sigmoid", Infinity, 1)]
    [InlineData("Sigmoid", -Infinity, 0)]
    [InlineData("Sigmoid", double.NaN, double.NaN)]
    public void Special_values_give_what_they_should_in_every_lane(string name, double x, double expected)
    {
        for (int lane = 0; lane < Vector512<float>.Count; lane++)
        {
            Vector512<float> others = Vector512.Create(0.75f);
            Vector512<float> result = Functions.Apply(name, others.WithElement(lane, (float)x));
            AssertSameNumber((float)expected, result[lane]);
            Vector512<float> rest = Functions.Apply(name, others).WithElement(lane, result[lane]);
            Assert.Equal(rest.AsInt32(), result.AsInt32());
        }

        for (int lane = 0; lane < Vector512<double>.Count; lane++)
        {
            Vector512<double> others = Vector512.Create(0.75);
            Vector512<double> result = Functions.Apply(name, others.WithElement(lane, x));
            AssertSameNumber(expected, result[lane]);
            Vector512<double> rest = Functions.Apply(name, others).WithElement(lane, result[lane]);
            Assert.Equal(rest.AsInt64(), result.AsInt64());
        }
    }

    [Fact]
    public void Log1P_of_tiny_numbers_is_the_number()
    {
        foreach (double x in new[] { double.Epsilon, -double.Epsilon, 1e-310, -3e-200, 1e-17, -1e-17 })
        {
            AssertSameNumber(x, VectorMath.Log1P(x));
        }

        foreach (float x in new[] { float.Epsilon, -float.Epsilon, 1e-40f, -1e-20f, 1e-9f, -1e-9f })
        {
            AssertSameNumber(x, VectorMath.Log1P(Vector512.Create(x)).ToScalar());
        }
    }

    [Fact]
    public void Exp_underflows_gradually_and_overflows_where_the_result_is_no_number()
    {
        Assert.Equal(double.Epsilon, VectorMath.Exp(-745.1332191019411));
        Assert.Equal(0, VectorMath.Exp(-745.1332191019412));
        Assert.Equal(1.7976931348622732e308, VectorMath.Exp(709.782712893384));
        Assert.Equal(Infinity, VectorMath.Exp(709.7827128933841));
        Assert.Equal(float.Epsilon, VectorMath.Exp(Vector512.Create(-103.97207f)).ToScalar());
        Assert.Equal(0, VectorMath.Exp(Vector512.Create(-103.972084f)).ToScalar());
        Assert.Equal(3.4027985e38f, VectorMath.Exp(Vector512.Create(88.722832f)).ToScalar());
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp(Vector512.Create(88.722839f)).ToScalar());
    }

    [Fact]
    public void A_carry_of_zero_changes_no_bit()
    {
        for (int i = -2000; i <= 2000; i++)
        {
            Vector512<double> x = Vector512.Create(i * 0.37);
            Assert.Equal(VectorMath.Exp(x).AsInt64(), VectorMath.Exp(x, Vector512<double>.Zero).AsInt64());
            Assert.Equal(VectorMath.Log(x).AsInt64(), VectorMath.Log(x, Vector512<double>.Zero).AsInt64());
            Vector512<float> y = Vector512.Create(i * 0.053f);
            Assert.Equal(VectorMath.Exp(y).AsInt32(), VectorMath.Exp(y, Vector512<float>.Zero).AsInt32());
            Assert.Equal(VectorMath.Log(y).AsInt32(), VectorMath.Log(y, Vector512<float>.Zero).AsInt32());
        }
    }

    // Softplus and sigmoid round more than once after the exponential, and may fall by one ulp where their slope is less than that; a faulty join falls further.
    [Theory]
    [InlineData("Exp", false)]
    [InlineData("Log", false)]
    [InlineData("Log1P", false)]
    [InlineData("Softplus", true)]
    [InlineData("Sigmoid", true)]
    public void Results_do_not_fall_across_the_joins(string name, bool mayFallByOneUlp)
    {
        foreach (double join in Joins(name))
        {
            float previousSingle = float.NegativeInfinity;
            double previousDouble = double.NegativeInfinity;
            float x = (float)join;
            double y = join;
            int steps = Functions.Samples(64);
            for (int step = 0; step < steps; step++)
            {
                x = MathF.BitDecrement(x);
                y = Math.BitDecrement(y);
            }

            for (int step = 0; step < 2 * steps; step++, x = MathF.BitIncrement(x), y = Math.BitIncrement(y))
            {
                float single = Functions.Apply(name, Vector512.Create(x)).ToScalar();
                double twice = Functions.Apply(name, Vector512.Create(y)).ToScalar();
                Assert.True(single >= previousSingle, $"{name}({x:R}) = {single:R} is below {previousSingle:R}");
                Assert.True(twice >= previousDouble, $"{name}({y:R}) = {twice:R} is below {previousDouble:R}");
                previousSingle = mayFallByOneUlp ? MathF.BitDecrement(single) : single;
                previousDouble = mayFallByOneUlp ? Math.BitDecrement(twice) : twice;
            }
        }
    }

    [Fact]
    public void Both_widths_give_the_same_bits()
    {
        for (int i = 0; i < 400; i++)
        {
            Vector512<double> x = (Vector512<double>.Indices * 0.61) + Vector512.Create((i - 120) * 1.7);
            Vector512<double> carry = x * 5e-17;
            AssertHalves(VectorMath.Exp(x), VectorMath.Exp(x.GetLower()), VectorMath.Exp(x.GetUpper()));
            AssertHalves(VectorMath.Exp(x, carry), VectorMath.Exp(x.GetLower(), carry.GetLower()), VectorMath.Exp(x.GetUpper(), carry.GetUpper()));
            AssertHalves(VectorMath.Log(x), VectorMath.Log(x.GetLower()), VectorMath.Log(x.GetUpper()));
            AssertHalves(VectorMath.Log(x, carry), VectorMath.Log(x.GetLower(), carry.GetLower()), VectorMath.Log(x.GetUpper(), carry.GetUpper()));
            AssertHalves(VectorMath.Log1P(x), VectorMath.Log1P(x.GetLower()), VectorMath.Log1P(x.GetUpper()));
            AssertHalves(VectorMath.Softplus(x), VectorMath.Softplus(x.GetLower()), VectorMath.Softplus(x.GetUpper()));
            AssertHalves(VectorMath.Sigmoid(x), VectorMath.Sigmoid(x.GetLower()), VectorMath.Sigmoid(x.GetUpper()));

            Vector512<float> y = (Vector512<float>.Indices * 0.61f) + Vector512.Create((i - 120) * 0.7f);
            Vector512<float> lack = y * 2e-8f;
            AssertHalves(VectorMath.Exp(y), VectorMath.Exp(y.GetLower()), VectorMath.Exp(y.GetUpper()));
            AssertHalves(VectorMath.Exp(y, lack), VectorMath.Exp(y.GetLower(), lack.GetLower()), VectorMath.Exp(y.GetUpper(), lack.GetUpper()));
            AssertHalves(VectorMath.Log(y), VectorMath.Log(y.GetLower()), VectorMath.Log(y.GetUpper()));
            AssertHalves(VectorMath.Log(y, lack), VectorMath.Log(y.GetLower(), lack.GetLower()), VectorMath.Log(y.GetUpper(), lack.GetUpper()));
            AssertHalves(VectorMath.Log1P(y), VectorMath.Log1P(y.GetLower()), VectorMath.Log1P(y.GetUpper()));
            AssertHalves(VectorMath.Softplus(y), VectorMath.Softplus(y.GetLower()), VectorMath.Softplus(y.GetUpper()));
            AssertHalves(VectorMath.Sigmoid(y), VectorMath.Sigmoid(y.GetLower()), VectorMath.Sigmoid(y.GetUpper()));
        }
    }

    [Fact]
    public void The_scalar_forms_are_one_lane_of_the_vector_forms()
    {
        for (int i = 0; i < 200; i++)
        {
            double x = (i * 0.173) - 0.9;
            Vector512<double> lanes = Vector512.Create(0.1, 3, -0.5, x, 700, 0, 1e-300, 2);
            Assert.Equal(VectorMath.Exp(lanes)[3], VectorMath.Exp(x));
            Assert.Equal(VectorMath.Log(lanes)[3], VectorMath.Log(x));
            Assert.Equal(VectorMath.Log1P(lanes)[3], VectorMath.Log1P(x));
            Assert.Equal(VectorMath.Softplus(lanes)[3], VectorMath.Softplus(x));
            Assert.Equal(VectorMath.Sigmoid(lanes)[3], VectorMath.Sigmoid(x));
        }
    }

    [Fact]
    public void Spans_of_every_length_give_each_element_the_same_bits()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => Math.ScaleB((i % 17) - 0.9, (i % 40) - 35))];
        double[] expected = [.. values.Select(VectorMath.Log1P)];
        for (int length = 0; length <= 256; length++)
        {
            int offset = length % 11;
            double[] destination = [.. Enumerable.Repeat(-7d, 300)];
            VectorMath.Log1P(values.AsSpan(offset, length), destination.AsSpan(offset));
            Assert.Equal(expected.AsSpan(offset, length), destination.AsSpan(offset, length));
            Assert.All(destination[..offset].Concat(destination[(offset + length)..]), outside => Assert.Equal(-7, outside));

            double[] inPlace = [.. values];
            VectorMath.Log1P(inPlace.AsSpan(offset, length), inPlace.AsSpan(offset, length));
            Assert.Equal(destination.AsSpan(offset, length), inPlace.AsSpan(offset, length));
        }
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        double[] values = new double[20];
        Assert.Throws<ArgumentException>("destination", () => VectorMath.Log1P(values, new double[19]));
        Assert.Throws<ArgumentException>("destination", () => VectorMath.Log1P(values.AsSpan(0, 10), values.AsSpan(1)));
    }

    [Fact]
    public void Other_types_are_refused()
    {
        Assert.Throws<NotSupportedException>(() => VectorMath.Exp(Vector512<int>.Zero));
        Assert.Throws<NotSupportedException>(() => VectorMath.Log(Vector512<int>.Zero));
        Assert.Throws<NotSupportedException>(() => VectorMath.Log(Vector512<int>.Zero, Vector512<int>.Zero));
        Assert.Throws<NotSupportedException>(() => VectorMath.Log1P(Vector512<int>.Zero));
        Assert.Throws<NotSupportedException>(() => VectorMath.Softplus(Vector512<int>.Zero));
        Assert.Throws<NotSupportedException>(() => VectorMath.Sigmoid(Vector512<int>.Zero));
    }

    // The digests were taken on AVX2. The suite also runs with AVX-512 off or on and with no vector hardware at all, so a bit that depends on either is seen there.
    [Theory]
    [InlineData("Exp", 0x2c06c97be18ae785UL, 0xb987f02fe785c3f3UL)]
    [InlineData("Log", 0xb4017473a4e708e3UL, 0x8a880100bd555a01UL)]
    [InlineData("Log1P", 0x621bffd36d168682UL, 0x0358f60c6635987aUL)]
    [InlineData("Softplus", 0x9d118eb0d89b8279UL, 0xd52f22f9de036d11UL)]
    [InlineData("Sigmoid", 0xea21334f3be4ab1fUL, 0x99cd0aaebe4b7d31UL)]
    public void The_bits_are_the_same_on_every_instruction_set(string name, ulong singleDigest, ulong doubleDigest)
    {
        ulong single = 14695981039346656037;
        ulong twice = 14695981039346656037;
        for (int i = 0; i < 8192; i++)
        {
            double x = Spread(name, i);
            float y = Functions.Apply(name, Vector512.Create((float)x)).ToScalar();
            double z = Functions.Apply(name, Vector512.Create(x)).ToScalar();
            single = (single ^ BitConverter.SingleToUInt32Bits(y)) * 1099511628211;
            twice = (twice ^ BitConverter.DoubleToUInt64Bits(z)) * 1099511628211;
        }

        Assert.Equal((singleDigest, doubleDigest), (single, twice));
    }

    private static double Spread(string name, int i)
    {
        double fraction = (i + 0.5) / 8192;
        return name switch
        {
            "Exp" => i % 2 == 0 ? (fraction * 860) - 750 : (fraction * 195) - 105,
            "Log" => Math.ScaleB(1 + fraction, (i % 270) - 140),
            "Log1P" => i % 2 == 0 ? Math.ScaleB(1 + fraction, (i % 200) - 100) : -fraction,
            _ => i % 2 == 0 ? (fraction * 1500) - 750 : (fraction * 210) - 105,
        };
    }

    private static IEnumerable<double> Joins(string name) => name switch
    {
        "Exp" => Enumerable.Range(-60, 120).Select(k => (k + 0.5) * LnTwo),
        "Log" => Enumerable.Range(-60, 120).SelectMany(k => new[] { Math.ScaleB(11d / 16, k), Math.ScaleB(Math.Sqrt(0.5), k), Math.ScaleB(1, k) }),
        "Log1P" => Enumerable.Range(-10, 70).SelectMany(k => new[] { Math.ScaleB(11d / 16, k) - 1, Math.ScaleB(Math.Sqrt(0.5), k) - 1, Math.ScaleB(1, k) - 1 }),
        _ => Enumerable.Range(-60, 120).Select(k => (k + 0.5) * LnTwo).Concat([Math.Log(1d / 3), Math.Log(Math.Sqrt(2) - 1), Math.Log(0.5)]),
    };

    private static void AssertHalves<T>(Vector512<T> whole, Vector256<T> lower, Vector256<T> upper) =>
        Assert.Equal(Vector512.Create(lower, upper).AsByte(), whole.AsByte());

    private static void AssertSameNumber(double expected, double actual) =>
        Assert.True(
            double.IsNaN(expected) ? double.IsNaN(actual) : BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual),
            $"expected {expected:R}, got {actual:R}");
}
