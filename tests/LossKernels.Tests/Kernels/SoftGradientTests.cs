using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>
/// Derivatives of soft targets among values that are no probabilities: the same as all in double to the digits of the data type, and to the bit whatever the
/// width of vectors is and whichever rows are beside a row.
/// </summary>
public class SoftGradientTests
{
    private const int Rows = 61;

    private static readonly double[] Odd =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, 1e-38, 1e-20, -1e-20, 1e-15, 1e-16, 1e20, float.MaxValue];

    private static readonly ClippedQuotient[] Quotients =
    [
        new(IsBefore: false, IsAfter: false, ClipBounds.None, SkipZeros: true),
        new(IsBefore: false, IsAfter: false, new ClipBounds(0.125, 0.75), SkipZeros: true),
        new(IsBefore: true, IsAfter: false, ClipBounds.None, SkipZeros: true),
        new(IsBefore: true, IsAfter: false, new ClipBounds(0.001, 0.75), SkipZeros: true),
    ];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(70)]
    public void Derivatives_of_odd_values_are_those_of_double_precision(int classes)
    {
        foreach (ClippedQuotient quotient in Quotients)
        {
            Check<float>(quotient, classes, 1e-6);
            Check<double>(quotient, classes, 1e-14);
        }
    }

    private static void Check<T>(ClippedQuotient quotient, int classes, double share)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(classes);
        double[] odd = quotient.IsDivided ? [.. Odd.Where(value => !double.IsInfinity(value))] : Odd;
        T[] p = Draw(() => random.Next(3 * classes) == 0 ? odd[random.Next(odd.Length)] : random.NextDouble());
        T[] t = Draw(() => random.Next(3) == 0 ? 0 : random.NextDouble());
        double[] scales = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        double[] general = Run<T>(quotient, classes, p, t, scales, null);
        double[] wide = Run<T>(quotient, classes, p, t, scales, true);
        Assert.Equal(Bits(wide), Bits(Run<T>(quotient, classes, p, t, scales, false)));
        for (int r = 0; r < Rows; r++)
        {
            Range row = (r * classes)..((r + 1) * classes);
            Assert.Equal(Bits(wide[row]), Bits(Run<T>(quotient, classes, p[row], t[row], scales[r..(r + 1)], true)));
            double ofRow = quotient.IsDivided ? general[row].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max() : 0;
            for (int i = row.Start.Value; i < row.End.Value; i++)
            {
                Assert.True(
                    wide[i].Equals(general[i]) || wide[i] == general[i] || Math.Abs(wide[i] - general[i]) <= share * (Math.Abs(general[i]) + ofRow),
                    $"{typeof(T).Name}, {quotient}, row {r}, {t[i]} at {p[i]}: {wide[i]}, not {general[i]}.");
            }
        }

        T[] Draw(Func<double> next) => [.. Enumerable.Range(0, Rows * classes).Select(_ => T.CreateTruncating(next()))];
    }

    private static long[] Bits(double[] values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];

    // On vectors of 512 bits or of 256, or all in double.
    private static double[] Run<T>(ClippedQuotient quotient, int classes, T[] p, T[] t, double[] scales, bool? isWide)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = scales.Length;
        T[][] targets = [.. t.Chunk(classes)];
        double[] masses = [.. targets.Select(row => row.Sum(double.CreateTruncating))];
        WeightedGradient<T> general = new()
        {
            Predictions = new TensorBlock<T>(p, classes),
            Targets = new TensorBlock<T>(t, classes),
            Labels = (int[])[.. targets.Select(row => Array.IndexOf(row, row.Max()))],
            IsSingle = (bool[])[.. targets.Select(row => row.Count(target => !T.IsZero(target)) <= 1)],
            Factors = new TargetFactors(1, 0, 1, []),
            Quotient = quotient,
            Divisors = quotient.IsDivided ? [.. p.Chunk(classes).Select(row => row.Sum(double.CreateTruncating))] : (double[])[],
            Rests = quotient.IsDivided ? [.. p.Chunk(classes).Zip(targets, (row, of) => row.Sum(double.CreateTruncating) - double.CreateTruncating(row[Array.IndexOf(of, of.Max())]))] : (double[])[],
            Scales = scales,
            Buffer = [],
        };
        T[] gradient = new T[rows * classes];
        T[] memory = new T[SoftGradient<Lanes512<T>, Vector512<T>, T>.Memory];
        RowDerivatives<T> derivatives = new([], gradient, isStreamed: false);
        if (isWide is null)
        {
            GradientGroups.Write(general, classes, derivatives);
        }
        else if (isWide is true)
        {
            GradientGroups.Write(new SoftGradient<Lanes512<T>, Vector512<T>, T>(general, masses, memory), classes, derivatives);
        }
        else
        {
            GradientGroups.Write(new SoftGradient<Lanes256<T>, Vector256<T>, T>(general, masses, memory), classes, derivatives);
        }

        return [.. gradient.Select(double.CreateTruncating)];
    }
}
