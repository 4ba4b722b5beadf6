using System.Numerics;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Walks;
using LossKernels.Tensors;
using LossKernels.Tests.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>
/// Soft targets against probabilities that nearly agree with them, and do not add up to one: against the formula to 320 bits. Of values that are clipped
/// before they are added up, as no convention has it for such targets, a divisor's rounding is an error of the logarithm of as much.
/// </summary>
public sealed class WeightedLogsTests
{
    private const double Epsilon = 1e-7;

    private static readonly ClipBounds SingleBounds = new((float)Epsilon, (float)(1 - Epsilon));

    [Theory]
    [InlineData(true, 3)]
    [InlineData(true, 10)]
    [InlineData(true, 70)]
    [InlineData(false, 3)]
    [InlineData(false, 70)]
    public void Sums_are_exact_where_the_divisor_takes_part(bool isSingle, int classes)
    {
        foreach (ClippedQuotient quotient in (ClippedQuotient[])[
            new(IsBefore: true, IsAfter: false, SingleBounds, SkipZeros: false),
            new(IsBefore: false, IsAfter: true, SingleBounds, SkipZeros: false),
            new(IsBefore: false, IsAfter: false, SingleBounds, SkipZeros: false),
            new(IsBefore: true, IsAfter: false, new(0.25, 0.75), SkipZeros: false),
            new(IsBefore: true, IsAfter: false, ClipBounds.None, SkipZeros: true),
            new(IsBefore: false, IsAfter: false, ClipBounds.None, SkipZeros: true)])
        {
            if (isSingle)
            {
                AssertExact<float>(classes, quotient, 2);
            }
            else
            {
                AssertExact<double>(classes, quotient, quotient.IsAfter ? 4 : 2);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(70)]
    public void Values_without_a_logarithm_are_seen(int classes)
    {
        AssertSeen<float>(classes, float.Epsilon);
        AssertSeen<double>(classes, double.Epsilon);
    }

    private static void AssertSeen<T>(int classes, T smallest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateTruncating(0.5);
        T[] probabilities = new T[5 * classes];
        T[] targets = new T[5 * classes];
        for (int r = 0; r < 5; r++)
        {
            targets.AsSpan(r * classes, 2).Fill(half);
            probabilities[r * classes] = half;
            probabilities[(r * classes) + 1] = r switch { 1 => T.Zero, 2 => T.NaN, 3 => smallest, 4 => -half, _ => half };
        }

        double ofSmallest = -0.5 * (Math.Log(0.5) + Math.Log(double.CreateTruncating(smallest)));
        Assert.Equal([Math.Log(2), double.PositiveInfinity, double.NaN, ofSmallest, double.NaN], Sums(new(false, false, ClipBounds.None, SkipZeros: true)), Same);

        // Where zero times infinity counts, the classes without a target are such.
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, double.NaN], Sums(new(false, false, ClipBounds.None, SkipZeros: false)), Same);
        Assert.True(double.IsNaN(Sums(new(false, false, new(0.25, 0.75), SkipZeros: false))[2]));
        Assert.True(double.IsNaN(Sums(new(true, false, new(0.01, 0.75), SkipZeros: false))[2]));

        double[] Sums(ClippedQuotient quotient)
        {
            double[] sums = new double[5];
            WeightedLogs.Sum(
                new TensorBlock<T>(probabilities, classes), new TensorBlock<T>(targets, classes), [1, 1, 1, 1, 1], quotient, new double[5], new double[5], sums);
            return sums;
        }
    }

    private static bool Same(double expected, double got) => expected.Equals(got) || Math.Abs(expected - got) <= 1e-7 * expected;

    private static void AssertExact<T>(int classes, ClippedQuotient quotient, double bound)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(classes);
        int rows = Functions.Samples(4_000) / classes;
        T[] probabilities = new T[rows * classes];
        T[] targets = new T[rows * classes];
        double[] masses = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            Draw(random, r, quotient.IsBefore || quotient.IsAfter, probabilities.AsSpan(r * classes, classes), targets.AsSpan(r * classes, classes));
            masses[r] = Enumerable.Range(r * classes, classes).Aggregate(BigReal.Zero, (sum, i) => sum + Wide(targets[i])).ToDouble();
        }

        double[] divisors = new double[rows];
        double[] sums = new double[rows];
        WeightedLogs.Sum(new TensorBlock<T>(probabilities, classes), new TensorBlock<T>(targets, classes), masses, quotient, divisors, new double[rows], sums);
        double worst = 0;
        string where = "";
        for (int r = 0; r < rows; r++)
        {
            BigReal exact = Sum(probabilities.AsSpan(r * classes, classes), targets.AsSpan(r * classes, classes), quotient);
            BigReal got = sums[r];
            BigReal ofDivisor = quotient.IsAfter ? BigReal.Scale(masses[r], -52) : BigReal.Zero;
            double error = BigReal.Abs(got - exact) <= ofDivisor ? 0 : HighPrecision.UlpError(sums[r], exact, asFloat: typeof(T) == typeof(float));
            if (!(error <= worst))
            {
                (worst, where) = (error, $"row {r}, which adds up to {divisors[r]:R}: {sums[r]:R} for {exact}");
            }
        }

        Assert.True(worst <= bound, $"{quotient}: {worst:F3} ulp at {where}");
    }

    // The first class has nearly all, or the classes share; what is left of one, of the targets and of the sum, goes through the magnitudes.
    private static void Draw<T>(Random random, int row, bool isDivided, Span<T> probabilities, Span<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double left = (row % 6) switch { 0 or 1 when row % 4 < 2 => Epsilon * (2 + random.NextDouble()), 4 => 1, _ => Math.Pow(10, -random.Next(10)) };
        double leftOfTarget = Math.Pow(10, -random.Next(10));
        double scale = (row % 6) switch
        {
            0 => 1,
            1 => 1 + ((random.NextDouble() - 0.5) * 1e-5),
            2 => 0.5 + random.NextDouble(),
            3 => 0.01 + (100 * random.NextDouble()),
            4 => 1e-36,
            _ => 1e30,
        };
        scale = isDivided ? scale : Math.Min(scale, 1);
        double[] shares = [.. Enumerable.Range(1, probabilities.Length - 1).Select(_ => random.NextDouble())];
        double[] targetShares = [.. Enumerable.Range(1, probabilities.Length - 1).Select(_ => random.NextDouble())];
        probabilities[0] = T.CreateTruncating((1 - (left / 2)) * scale);
        targets[0] = T.CreateTruncating(1 - (leftOfTarget / 2));
        for (int c = 1; c < probabilities.Length; c++)
        {
            probabilities[c] = T.CreateTruncating(left / 2 * shares[c - 1] / shares.Sum() * scale);
            targets[c] = T.CreateTruncating(leftOfTarget / 2 * targetShares[c - 1] / targetShares.Sum());
        }
    }

    private static BigReal Sum<T>(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> targets, ClippedQuotient quotient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BigReal divisor = BigReal.Zero;
        foreach (T p in probabilities)
        {
            divisor += quotient.IsAfter ? Clip(Wide(p), quotient.Clip) : Wide(p);
        }

        BigReal sum = BigReal.Zero;
        for (int c = 0; c < probabilities.Length; c++)
        {
            BigReal q = Wide(probabilities[c]);
            q = quotient.IsBefore ? Clip(q / divisor, quotient.Clip) : quotient.IsAfter ? Clip(q, quotient.Clip) / divisor : Clip(q, quotient.Clip);
            sum += Wide(targets[c]) * -HighPrecision.Log(q);
        }

        return sum;
    }

    private static BigReal Clip(BigReal value, ClipBounds clip) =>
        value < Bound(clip.Lower) ? Bound(clip.Lower) : double.IsFinite(clip.Upper) && value > clip.Upper ? clip.Upper : value;

    private static BigReal Bound(double lower) => double.IsFinite(lower) ? lower : BigReal.Zero;

    private static BigReal Wide<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(value);
}
