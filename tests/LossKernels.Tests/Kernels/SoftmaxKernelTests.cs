using System.Numerics;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>The statistics of softmax rows against arithmetic of 320 bits on the same rounded inputs.</summary>
public class SoftmaxKernelTests
{
    private const int Guard = 20;

    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 66), 127, 128, 129, 255, 256, 511, 512, 513, 1025];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Losses_of_hard_targets_are_exact_in_single_precision(int classes) => CheckHard(classes, spread: 30, tolerance: 2, isSingle: true, (float)1);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Losses_of_hard_targets_are_exact_in_double_precision(int classes) => CheckHard(classes, spread: 30, tolerance: 4, isSingle: false, 1.0);

    // Where every framework returns 0: the target leads by 20 to 75.
    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(69)]
    [InlineData(75)]
    public void Tiny_losses_keep_their_digits(double lead)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            float[] row = [.. Enumerable.Range(0, 10).Select(_ => (float)(random.NextDouble() * 3))];
            row[3] = (float)(lead + random.NextDouble());
            Assert.InRange(HighPrecision.UlpError(HardLoss<float>(row, 3), Reference(row, 3), asFloat: true), 0, 2);
        }
    }

    // Beyond the range of the exponential of single precision, where the row is taken from its largest logit.
    [Fact]
    public void Losses_of_thousands_are_finite()
    {
        float[] row = [0, 5000, -300, 5000.5f];
        for (int label = 0; label < row.Length; label++)
        {
            Assert.InRange(HighPrecision.UlpError(HardLoss<float>(row, label), Reference(row, label), asFloat: true), 0, 2);
        }
    }

    [Fact]
    public void Infinite_logits_give_the_limit_or_NaN()
    {
        Assert.Equal(Math.Log(2), HardLoss<float>([0, 0, float.NegativeInfinity], 0), 1e-15);
        Assert.Equal(double.PositiveInfinity, HardLoss<float>([1, 1, float.NegativeInfinity], 2));
        Assert.Equal(double.NaN, HardLoss<float>([1, float.PositiveInfinity, 0], 0));
        Assert.Equal(double.NaN, HardLoss<float>([1, float.PositiveInfinity, 0], 1));
        Assert.Equal(double.NaN, HardLoss<float>([float.NegativeInfinity, float.NegativeInfinity], 0));
        Assert.Equal(double.NaN, HardLoss<double>([1, double.PositiveInfinity, 0], 1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(40)]
    public void A_NaN_anywhere_makes_the_row_NaN(int classes)
    {
        for (int position = 0; position < classes; position++)
        {
            float[] row = [.. Enumerable.Range(0, classes).Select(j => (float)j)];
            row[position] = float.NaN;
            Assert.Equal(double.NaN, HardLoss<float>(row, 0));
            Assert.Equal(double.NaN, HardLoss<float>(row, classes - 1));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void A_one_hot_row_gives_the_bits_of_its_class_number(int classes)
    {
        Random random = new(classes);
        float[] row = [.. Enumerable.Range(0, classes).Select(_ => (float)(random.NextDouble() * 20))];
        for (int label = 0; label < classes; label++)
        {
            float[] target = new float[classes];
            target[label] = 1;
            Assert.Equal(HardLoss<float>(row, label), SoftLoss<float>(row, target));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Losses_of_soft_targets_are_exact(int classes)
    {
        Random random = new(classes);
        double[] target = [.. Enumerable.Range(0, classes).Select(_ => random.NextDouble())];
        double sum = target.Sum();
        float[] t = [.. target.Select(value => (float)(value / sum))];
        float[] row = [.. Enumerable.Range(0, classes).Select(_ => (float)((random.NextDouble() - 0.5) * 30))];

        BigReal total = BigReal.Zero;
        double spread = 0;
        for (int k = 0; k < classes; k++)
        {
            total += (BigReal)(double)t[k] * Reference(row, k);
            spread += t[k] * (row.Max() - row.Min());
        }

        double allowed = (2 * Math.ScaleB(1, (int)total.Magnitude - 23)) + (Math.ScaleB(1, -45) * spread);
        Assert.Equal(total.ToDouble(), SoftLoss<float>(row, t), allowed);
    }

    // Near the pivots that are taken from the row first, and beyond them; all sums are exact, so the rows have the same loss.
    [Theory]
    [InlineData(64)]
    [InlineData(-65536)]
    [InlineData(65536)]
    [InlineData(1048576)]
    [InlineData(-1048576)]
    public void Shifting_a_row_changes_the_last_digit_at_most(float shift)
    {
        float[] row = [1.5f, -2.25f, 8, 0.75f];
        for (int label = 0; label < row.Length; label++)
        {
            float[] shifted = [.. row.Select(value => value + shift)];
            Assert.InRange(HighPrecision.UlpError(HardLoss<float>(shifted, label), Reference(row, label), asFloat: true), 0, 2);
            double[] wide = [.. shifted];
            Assert.InRange(HighPrecision.UlpError(HardLoss<double>(wide, label), Reference(row, label), asFloat: false), 0, 4);
        }
    }

    // Along rows and across them.
    [Theory]
    [InlineData(5)]
    [InlineData(70)]
    public void Distant_rows_are_as_exact_as_near_ones(int classes)
    {
        Random random = new(classes);
        foreach (double center in (double[])[65530, -65540, 1e6, -1e9])
        {
            float[] row = [.. Enumerable.Range(0, classes).Select(_ => (float)(center + ((random.NextDouble() - 0.5) * 100)))];
            Assert.InRange(HighPrecision.UlpError(HardLoss<float>(row, classes / 2), Reference(row, classes / 2), asFloat: true), 0, 2);
        }
    }

    private static void CheckHard<T>(int classes, double spread, double tolerance, bool isSingle, T one)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(classes);
        T[] row = [.. Enumerable.Range(0, classes).Select(_ => one * T.CreateTruncating((random.NextDouble() - 0.5) * spread))];
        int label = random.Next(classes);
        double[] wide = [.. row.Select(double.CreateTruncating)];
        double error = HighPrecision.UlpError(HardLoss<T>(row, label), Reference(wide, label), isSingle);
        Assert.InRange(error, 0, tolerance);
    }

    private static BigReal Reference(float[] row, int label) => Reference([.. row.Select(value => (double)value)], label);

    private static BigReal Reference(double[] row, int label)
    {
        BigReal tail = BigReal.Zero;
        for (int j = 0; j < row.Length; j++)
        {
            if (j != label)
            {
                tail += HighPrecision.Exp((BigReal)row[j] - row[label]);
            }
        }

        return tail.Sign == 0 ? BigReal.Zero : HighPrecision.Log1P(tail);
    }

    // The row stands between NaNs, which would show in the result if a kernel read past its ends.
    private static T[] Guarded<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] memory = new T[row.Length + (2 * Guard)];
        memory.AsSpan().Fill(T.NaN);
        row.CopyTo(memory.AsSpan(Guard));
        return memory;
    }

    private static double HardLoss<T>(ReadOnlySpan<T> row, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowStatistics statistics = new(new double[RowStatistics.PerRow], 1);
        return SoftmaxKernel.Index(new TensorBlock<T>(Guarded(row).AsSpan(Guard, row.Length), row.Length), [label], statistics)
            ? VectorMath.Log1P(statistics.Tail[0])
            : Finish(statistics);
    }

    private static double SoftLoss<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowStatistics statistics = new(new double[RowStatistics.PerRow], 1);
        TensorBlock<T> targets = new(Guarded(target).AsSpan(Guard, row.Length), row.Length);
        TargetStatistics found = new(new int[1], new double[1], new bool[1]);
        TargetKernel.Scan(targets, found);
        SoftmaxKernel.Dense(new TensorBlock<T>(Guarded(row).AsSpan(Guard, row.Length), row.Length), targets, found, skipZeros: false, statistics);
        return Finish(statistics);
    }

    private static double Finish(RowStatistics statistics) =>
        Math.FusedMultiplyAdd(statistics.Mass[0], VectorMath.Log1P(statistics.Tail[0]), statistics.Gap[0]);
}
