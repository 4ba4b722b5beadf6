using System.Numerics;
using LossKernels.Kernels.Softmax;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>Rows of few logits: exact at every gap, and the same alone, beside rows that are left out, in columns, added up and judged.</summary>
public sealed class TileKernelTests
{
    public static TheoryData<int, bool> Shapes => new()
    {
        { 3, true }, { 4, true }, { 5, true }, { 6, true }, { 8, true }, { 10, true }, { 21, true }, { 63, true },
        { 3, false }, { 4, false }, { 5, false }, { 6, false }, { 10, false }, { 63, false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Losses_are_exact_at_every_gap(int classes, bool isSingle)
    {
        if (isSingle)
        {
            AssertExact<float>(classes, 70);
        }
        else
        {
            AssertExact<double>(classes, 600);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_row_depends_on_the_others(int classes, bool isSingle)
    {
        if (isSingle)
        {
            AssertSameBeside<float>(classes);
        }
        else
        {
            AssertSameBeside<double>(classes);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Logits_as_large_as_numbers_go_are_measured(int classes)
    {
        // The differences lose whole numbers, of which their rounding errors tell: of the largest logit there is no loss, and of another its distance.
        float[] logits = [.. Enumerable.Range(0, classes).Select(c => c == 1 ? 1e38f : 1e30f + (1e25f * c))];
        LossResult own = Measure(1);
        LossResult other = Measure(0);
        Assert.Equal(0, own.Loss);
        Assert.Equal((double)1e38f - 1e30f, other.Loss!.Value, 1e31);

        LossResult Measure(int label) => Loss.Measure(
            TensorView.Create(logits, [1, classes]), TensorView.Create([label], [1]), new CrossEntropyOptions { Kind = LossKind.Sparse, Form = InputForm.Logit });
    }

    private static void AssertExact<T>(int classes, double farthest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(classes);
        int rows = Functions.Samples(2_000);
        T[] logits = new T[classes * rows];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
        for (int i = 0; i < logits.Length; i++)
        {
            int row = i / classes;
            double center = row % 2 == 0 ? 1 : 1000 * Math.Sin(row);
            logits[i] = T.CreateTruncating(center + ((random.NextDouble() - 0.5) * farthest * Math.Pow(10, -(row % 5))));
        }

        double[] losses = new double[rows];
        double[] tails = new double[rows];
        RowStatistics statistics = new(new double[RowStatistics.PerRow * rows], rows, losses);
        Assert.True(SoftmaxKernel.Index(new TensorBlock<T>(logits, classes), labels, statistics));
        statistics.Tail.CopyTo(tails);
        bool isSingle = typeof(T) == typeof(float);
        double worst = 0;
        double worstTail = 0;
        for (int r = 0; r < rows; r++)
        {
            BigReal tail = BigReal.Zero;
            double own = double.CreateTruncating(logits[(r * classes) + labels[r]]);
            for (int c = 0; c < classes; c++)
            {
                tail = c == labels[r] ? tail : tail + HighPrecision.Exp((BigReal)double.CreateTruncating(logits[(r * classes) + c]) - own);
            }

            worst = Math.Max(worst, HighPrecision.UlpError(losses[r], HighPrecision.Log1P(tail), isSingle));
            worstTail = Math.Max(worstTail, HighPrecision.UlpError(tails[r], tail, isSingle));
        }

        Assert.True(worst <= 2 && worstTail <= 3, $"{worst:F3} ulp, of tails {worstTail:F3}");
    }

    private static void AssertSameBeside<T>(int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 3001;
        Random random = new(6);
        T[] logits = [.. Enumerable.Range(0, classes * rows).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * 20))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.PyTorch, Reduction = Reduction.None };
        double[] expected = Losses(Loss.Measure(TensorView.Create(logits, [rows, classes]), TensorView.Create(labels, [rows]), options));

        // Some rows are left out, some have no finite tail, and the classes lie in columns.
        T[] changed = [.. logits];
        int[] changedLabels = [.. labels];
        for (int r = 0; r < rows - 10; r += 97)
        {
            changedLabels[r] = -100;
            changed[((r + 10) * classes) + labels[r + 10]] = T.NegativeInfinity;
        }

        double[] beside = Losses(Loss.Measure(TensorView.Create(changed, [rows, classes]), TensorView.Create(changedLabels, [rows]), options));
        T[] columns = [.. Enumerable.Range(0, classes * rows).Select(i => logits[(classes * (i % rows)) + (i / rows)])];
        double[] ofColumns = Losses(Loss.Measure(
            TensorView.Create(columns, [1, classes, rows]), TensorView.Create(labels, [1, rows]), options with { Axis = 1 }));
        for (int r = 0; r < rows; r++)
        {
            Assert.Equal(expected[r], ofColumns[r]);
            Assert.True(r % 97 is 0 or 10 || beside[r] == expected[r], $"Row {r}: {expected[r]:R}, beside others {beside[r]:R}");
        }

        options = options with { Reduction = Reduction.Mean };
        LossResult mean = Loss.Measure(TensorView.Create(logits, [rows, classes]), TensorView.Create(labels, [rows]), options);
        LossResult detailed = Loss.Measure(TensorView.Create(logits, [rows, classes]), TensorView.Create(labels, [rows]), options with { Detailed = true });
        Assert.Equal(mean.Loss, detailed.Loss);

        // One-hot targets are the same targets.
        T[] oneHot = [.. labels.SelectMany(label => Enumerable.Range(0, classes).Select(c => c == label ? T.One : T.Zero))];
        LossResult hot = Loss.Measure(
            TensorView.Create(logits, [rows, classes]), TensorView.Create(oneHot, [rows, classes]), options with { Kind = LossKind.Categorical, Detailed = true });
        Assert.Equal(mean.Loss, hot.Loss);
        Assert.Equal(detailed.Detail!.Accuracy, hot.Detail!.Accuracy);
        Assert.Equal(detailed.Detail.BrierScore, hot.Detail.BrierScore);
        Assert.Equal(expected.Average(), mean.Loss!.Value, 1e-6);
    }

    private static double[] Losses(LossResult result) => result.Values!.Read<double>(0, (int)result.Values.Shape.Length, new double[result.Values.Shape.Length]).ToArray();
}
