using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Numerics;

public sealed class CompensatedSumTests
{
    [Fact]
    public void Nothing_adds_up_to_zero()
    {
        Assert.Equal(default, CompensatedSum.Of([]));
        Assert.Equal(default, CompensatedSum.OfProducts([], []));
        Assert.Equal(0, default(CompensatedSum).Value);
    }

    [Fact]
    public void Terms_that_a_plain_sum_loses_are_kept()
    {
        Assert.Equal(2, CompensatedSum.Of([1, 1e100, 1, -1e100]).Value);
        Assert.Equal(2, default(CompensatedSum).Add(1).Add(1e100).Add(1).Add(-1e100).Value);
        double tenth = 0.1;
        double exact = ((BigReal)tenth * 1_000_000d).ToDouble();
        Assert.Equal(exact, CompensatedSum.Of([.. Enumerable.Repeat(tenth, 1_000_000)]).Value);
    }

    [Fact]
    public void Sums_of_every_length_are_rounded_once()
    {
        Random random = new(3);
        double[] a = [.. Enumerable.Range(0, 256).Select(_ => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-20, 20)))];
        double[] b = [.. Enumerable.Range(0, 256).Select(_ => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-20, 20)))];
        BigReal sum = BigReal.Zero;
        BigReal products = BigReal.Zero;
        for (int length = 1; length <= a.Length; length++)
        {
            sum += a[length - 1];
            products += (BigReal)a[length - 1] * b[length - 1];
            Assert.True(HighPrecision.UlpError(CompensatedSum.Of(a.AsSpan(0, length)).Value, sum, asFloat: false) <= 0.5001);
            Assert.True(HighPrecision.UlpError(CompensatedSum.OfProducts(a.AsSpan(0, length), b.AsSpan(0, length)).Value, products, asFloat: false) <= 0.5001);
        }
    }

    [Fact]
    public void The_lanes_are_added_in_a_fixed_order_on_every_instruction_set()
    {
        double[] a = [.. Enumerable.Range(0, 1003).Select(i => Math.ScaleB(((i * 7919) % 1009) - 500.3, (i % 60) - 30))];
        double[] b = [.. Enumerable.Range(0, 1003).Select(i => Math.ScaleB(((i * 104729) % 997) - 498.7, (i % 50) - 25))];
        CompensatedSum[] sums = new CompensatedSum[Vector512<double>.Count];
        double[] sum = new double[Vector512<double>.Count];
        double[] error = new double[Vector512<double>.Count];
        for (int i = 0; i < a.Length; i++)
        {
            int lane = i % sums.Length;
            sums[lane] += a[i];
            double product = a[i] * b[i];
            CompensatedSum next = new CompensatedSum(sum[lane], 0).Add(product);
            sum[lane] = next.Sum;
            error[lane] += next.Error + Math.FusedMultiplyAdd(a[i], b[i], -product);
        }

        Assert.Equal(sums.Aggregate((left, right) => left + right), CompensatedSum.Of(a));
        CompensatedSum products = default;
        for (int lane = 0; lane < sums.Length; lane++)
        {
            products += new CompensatedSum(sum[lane], error[lane]);
        }

        Assert.Equal(products, CompensatedSum.OfProducts(a, b));
    }

    [Fact]
    public void Parts_add_up_to_the_whole()
    {
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => Math.ScaleB(((i * 7919) % 10007) - 4000, (i % 30) - 15))];
        double whole = CompensatedSum.Of(values).Value;
        foreach (int cut in new[] { 0, 1, 7, 8, 4096, 9_999, 10_000 })
        {
            Assert.Equal(whole, (CompensatedSum.Of(values.AsSpan(0, cut)) + CompensatedSum.Of(values.AsSpan(cut))).Value);
        }
    }

    [Theory]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void An_infinity_or_NaN_anywhere_is_the_sum(double special, double expected)
    {
        for (int length = 1; length <= 40; length++)
        {
            for (int at = 0; at < length; at++)
            {
                double[] values = [.. Enumerable.Range(1, length).Select(i => i / 3d)];
                values[at] = special;
                double[] ones = [.. Enumerable.Repeat(1d, length)];
                Assert.Equal(expected, CompensatedSum.Of(values).Value);
                Assert.Equal(expected, CompensatedSum.OfProducts(values, ones).Value);
                Assert.Equal(expected, CompensatedSum.OfProducts(ones, values).Value);
                Assert.Equal(expected, values.Aggregate(default(CompensatedSum), (sum, value) => sum + value).Value);
                Assert.Equal(expected, (CompensatedSum.Of(ones) + CompensatedSum.Of(values)).Value);
                Assert.Equal(0, CompensatedSum.Of(values).Error);
            }
        }
    }

    [Fact]
    public void Overflow_is_infinity_and_infinities_of_both_signs_are_NaN()
    {
        Assert.Equal(double.PositiveInfinity, CompensatedSum.Of([double.MaxValue, double.MaxValue]).Value);
        Assert.Equal(double.NegativeInfinity, default(CompensatedSum).Add(double.MinValue).Add(double.MinValue).Add(1).Value);
        Assert.Equal(double.PositiveInfinity, CompensatedSum.OfProducts([1e200, 1], [1e200, 1]).Value);
        Assert.Equal(double.NaN, CompensatedSum.Of([double.PositiveInfinity, 1, double.NegativeInfinity]).Value);
        Assert.Equal(double.NaN, CompensatedSum.OfProducts([double.PositiveInfinity, 1], [0, 1]).Value);
        Assert.Equal(double.MaxValue, CompensatedSum.Of([double.MaxValue, -1, 1]).Value);
    }

    [Fact]
    public void Factors_that_do_not_pair_are_refused() =>
        Assert.Throws<ArgumentException>("b", () => CompensatedSum.OfProducts(new double[3], new double[4]));
}
