using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>Derivatives that are written in the walk to the tails: against softmax less the target in double, and to the last bit those that are written alone.</summary>
public class WalkedGradientTests
{
    private const int Guard = 5;

    public static TheoryData<int, int> Shapes => new()
    {
        { 64, 1 }, { 64, 70 }, { 100, 50 }, { 127, 33 }, { 257, 20 }, { 1000, 7 }, { 5000, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Derivatives_are_softmax_less_the_target_in_single_precision(int classes, int rows) => Check<float>(classes, rows, 5 * Math.ScaleB(1, -24));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Derivatives_are_softmax_less_the_target_in_double_precision(int classes, int rows) => Check<double>(classes, rows, 20 * Math.ScaleB(1, -53));

    private static void Check<T>(int classes, int rows, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(classes);
        T[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => T.CreateTruncating((random.NextDouble() * 30) - 15))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(-1, classes))];
        double[] scales = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        double[] alone = new double[rows];
        SoftmaxLanes<Lanes512<T>, Vector512<T>, T>.Tails(new TensorBlock<T>(logits, classes), labels, alone, default);
        T[] expected = new T[logits.Length];
        SoftmaxGradient<Lanes512<T>, Vector512<T>, T>.Write(
            new TensorBlock<T>(logits, classes), labels, [.. scales.Zip(alone, (scale, tail) => scale / (tail + 1))], alone, expected);
        foreach (bool isStreamed in (bool[])[false, true])
        {
            Same(Run<Lanes512<T>, Vector512<T>, T>(logits, labels, scales, isStreamed, alone), expected);
            Same(Run<Lanes256<T>, Vector256<T>, T>(logits, labels, scales, isStreamed, alone), expected);
        }

        for (int r = 0; r < rows; r++)
        {
            double[] row = [.. logits.Skip(r * classes).Take(classes).Select(x => double.CreateTruncating(x))];
            double sum = row.Sum(Math.Exp);
            for (int c = 0; c < classes; c++)
            {
                double share = c == labels[r] ? -(row.Where((_, other) => other != c).Sum(Math.Exp) / sum) : Math.Exp(row[c]) / sum;
                double derivative = labels[r] < 0 ? 0 : scales[r] * share;
                Assert.Equal(derivative, double.CreateTruncating(expected[(r * classes) + c]), Math.Abs(derivative) * tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SoftShapes))]
    public void Derivatives_of_soft_targets_are_softmax_less_these_in_single_precision(int classes, int rows) => CheckSoft<float>(classes, rows, Math.ScaleB(1, -22));

    [Theory]
    [MemberData(nameof(SoftShapes))]
    public void Derivatives_of_soft_targets_are_softmax_less_these_in_double_precision(int classes, int rows) => CheckSoft<double>(classes, rows, (20 + Math.Sqrt(classes)) * Math.ScaleB(1, -53));

    public static TheoryData<int, int> SoftShapes => new()
    {
        { 3, 1 }, { 3, 40 }, { 4, 300 }, { 5, 17 }, { 6, 1 }, { 6, 40 }, { 7, 300 }, { 10, 15 }, { 10, 16 }, { 10, 1000 }, { 17, 65 }, { 32, 200 }, { 63, 130 },
        { 64, 70 }, { 100, 50 }, { 127, 33 }, { 257, 20 }, { 1000, 7 }, { 5000, 2 },
    };

    // Differences of a share and a target are as exact as these are; where one class has all of the target, the tail is. Plain sums of doubles are a little off.
    private static void CheckSoft<T>(int classes, int rows, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(classes + rows);
        T[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => T.CreateTruncating((random.NextDouble() * 30) - 15))];
        T[] targets = [.. Enumerable.Range(0, rows * classes).Select(_ => T.CreateTruncating(random.NextDouble()))];
        for (int r = 0; r < rows; r += 3)
        {
            targets.AsSpan(r * classes, classes).Clear();
            targets[(r * classes) + random.Next(classes)] = T.CreateTruncating(0.75);
        }

        TensorBlock<T> block = new(targets, classes);
        TargetStatistics found = new(new int[rows], new double[rows], new bool[rows]);
        TargetKernel.Scan(block, found);
        double[] scales = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        foreach (bool hasMasses in (bool[])[true, false])
        {
            T[] gradient = RunSoft<Lanes512<T>, Vector512<T>, T>(logits, block, found, scales, hasMasses, isStreamed: false);
            foreach (bool isStreamed in (bool[])[false, true])
            {
                Same(RunSoft<Lanes512<T>, Vector512<T>, T>(logits, block, found, scales, hasMasses, isStreamed), gradient);
                Same(RunSoft<Lanes256<T>, Vector256<T>, T>(logits, block, found, scales, hasMasses, isStreamed), gradient);
            }

            for (int r = 0; r < rows; r++)
            {
                double[] terms = [.. logits.Skip(r * classes).Take(classes).Select(x => Math.Exp(double.CreateTruncating(x)))];
                double[] ofRow = [.. targets.Skip(r * classes).Take(classes).Select(t => double.CreateTruncating(t))];
                double mass = hasMasses ? ofRow.Sum() : 1;
                for (int c = 0; c < classes; c++)
                {
                    double share = terms[c] / terms.Sum() * mass;
                    double derivative = ofRow[c] == mass ? -mass * (terms.Where((_, other) => other != c).Sum() / terms.Sum()) : share - ofRow[c];
                    double size = ofRow[c] == mass ? Math.Abs(derivative) : share + ofRow[c];
                    Assert.Equal(scales[r] * derivative, double.CreateTruncating(gradient[(r * classes) + c]), scales[r] * size * tolerance);
                }
            }
        }
    }

    private static T[] RunSoft<TLanes, TVector, T>(T[] logits, TensorBlock<T> targets, TargetStatistics found, double[] scales, bool hasMasses, bool isStreamed)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorBlock<T> block = new(logits, targets.Classes);
        T[] gradient = new T[logits.Length + (2 * Guard)];
        double[] tails = new double[block.Rows];
        double[] gaps = new double[block.Rows];
        RowDerivatives<T> derivatives = new(scales, gradient.AsSpan(Guard, logits.Length), isStreamed);
        derivatives = derivatives.Less(targets, hasMasses ? found.Masses : []);
        RowGaps<T> rowGaps = new(targets, skipsZeros: true, gaps, new T[Tiles<T>.Room(targets)]);
        if (TileKernel.Takes(block))
        {
            Assert.True(TileGradient<TLanes, TVector, T>.Write(block, found.Labels, new TileLosses<T>(tails, []), rowGaps, derivatives, new T[Tiles<T>.Room(block)]));
        }
        else
        {
            WalkedGradient<TLanes, TVector, T>.Write(block, found.Labels, tails, derivatives, rowGaps);
        }

        Assert.All(gradient[..Guard].Concat(gradient[^Guard..]), value => Assert.Equal(T.Zero, value));
        for (int r = 0; r < block.Rows; r++)
        {
            double pivot = double.CreateTruncating(block[r, found.Labels[r]]);
            double gap = 0;
            for (int c = 0; c < block.Classes; c++)
            {
                gap += double.CreateTruncating(targets[r, c]) * (pivot - double.CreateTruncating(block[r, c]));
            }

            Assert.Equal(gap, gaps[r], 1e-9 * found.Masses[r]);
        }

        return gradient[Guard..^Guard];
    }

    // From a place on that is no line's beginning, between numbers that stay as they are.
    private static T[] Run<TLanes, TVector, T>(T[] logits, int[] labels, double[] scales, bool isStreamed, double[] alone)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorBlock<T> block = new(logits, logits.Length / labels.Length);
        T[] gradient = new T[logits.Length + (2 * Guard)];
        double[] tails = new double[labels.Length];
        WalkedGradient<TLanes, TVector, T>.Write(
            block, labels, tails, new RowDerivatives<T>(scales, gradient.AsSpan(Guard, logits.Length), isStreamed), default);
        Assert.Equal(
            alone.Where((_, r) => labels[r] >= 0).Select(BitConverter.DoubleToInt64Bits), tails.Where((_, r) => labels[r] >= 0).Select(BitConverter.DoubleToInt64Bits));
        Assert.All(gradient[..Guard].Concat(gradient[^Guard..]), value => Assert.Equal(T.Zero, value));
        return gradient[Guard..^Guard];
    }

    private static void Same<T>(T[] gradient, T[] expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Assert.Equal(
            expected.Select(value => BitConverter.DoubleToInt64Bits(double.CreateTruncating(value))),
            gradient.Select(value => BitConverter.DoubleToInt64Bits(double.CreateTruncating(value))));
}
