using System.Numerics;
using LossKernels.Kernels.Softmax;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>Rows of two logits: exact at every gap, and the same alone, beside rows that are left out, in columns and added up.</summary>
public sealed class TwoClassKernelTests
{
    [Theory]
    [InlineData(true, 1.8)]
    [InlineData(false, 2)]
    public void Losses_are_exact_at_every_gap(bool isSingle, double bound)
    {
        if (isSingle)
        {
            AssertExact<float>(bound, 100);
        }
        else
        {
            AssertExact<double>(bound, 700);
        }
    }

    [Fact]
    public void No_row_depends_on_the_others()
    {
        AssertSameBeside<float>();
        AssertSameBeside<double>();
    }

    // Rows of which the general formula keeps other digits are the same loss whatever else is asked.
    [Fact]
    public void Rows_far_apart_have_the_same_loss_with_derivatives_and_weights()
    {
        const int rows = 500;
        Random random = new(8);
        float[] logits = [.. Enumerable.Range(0, 2 * rows).Select(_ => (float)((random.NextDouble() - 0.5) * 240))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2))];
        TensorView prediction = TensorView.Create(logits, [rows, 2]);
        TensorView target = TensorView.Create(labels, [rows]);
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.PyTorch };
        LossResult mean = Loss.Measure(prediction, target, options);
        Assert.Equal(mean.Loss, Loss.Measure(prediction, target, options with { Gradient = true }).Loss);
        Assert.Equal(mean.Loss, Loss.Measure(prediction, target, options with { Detailed = true }).Loss);
        Assert.Equal(mean.Loss!.Value, Loss.Measure(prediction, target, options, TensorView.Create(Enumerable.Repeat(1.0, rows).ToArray(), [rows])).Loss!.Value, 1e-12);
    }

    // In one walk, with the bits that they have by themselves; not so where one needs a second look.
    [Fact]
    public void Rows_that_are_left_out_cost_nothing()
    {
        const int rows = 3000;
        Random random = new(9);
        float[] logits = [.. Enumerable.Range(0, 2 * rows).Select(_ => (float)((random.NextDouble() - 0.5) * 20))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(3) - 1)];
        TensorBlock<float> block = new(logits, 2);
        double[] losses = new double[rows];
        Assert.True(TwoClassKernel.TryWrite<float, LabelledRows<float>>(new(block, labels, hasIgnored: true), losses));
        for (int row = 0; row < rows; row++)
        {
            double[] alone = new double[1];
            TensorBlock<float> ofRow = new(logits.AsSpan(2 * row, 2), 2);
            TwoClassKernel.Write<float, LabelledRows<float>>(new(ofRow, [Math.Max(labels[row], 0)], hasIgnored: false), alone);
            Assert.Equal(alone[0], losses[row]);
        }

        logits[4001] = float.PositiveInfinity;
        Assert.False(TwoClassKernel.TryWrite<float, LabelledRows<float>>(new(block, labels, hasIgnored: true), losses));
    }

    private static void AssertExact<T>(double bound, double farthest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(5);
        int rows = Functions.Samples(4_000);
        T[] logits = new T[2 * rows];
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++)
        {
            double center = (random.NextDouble() - 0.5) * (r % 2 == 0 ? 2 : 1000);
            logits[2 * r] = T.CreateTruncating(center);
            logits[(2 * r) + 1] = T.CreateTruncating(center + ((random.NextDouble() - 0.5) * farthest * Math.Pow(10, -(r % 5))));
            labels[r] = random.Next(2);
        }

        double[] losses = new double[rows];
        TwoClassKernel.Write<T, LabelledRows<T>>(new(new TensorBlock<T>(logits, 2), labels, hasIgnored: false), losses);
        double worst = 0;
        string where = "";
        for (int r = 0; r < rows; r++)
        {
            double own = double.CreateTruncating(logits[(2 * r) + labels[r]]);
            double other = double.CreateTruncating(logits[(2 * r) + 1 - labels[r]]);
            BigReal exact = HighPrecision.Softplus((BigReal)other - own);
            double error = HighPrecision.UlpError(losses[r], exact, asFloat: typeof(T) == typeof(float));
            if (!(error <= worst))
            {
                (worst, where) = (error, $"{own:R} against {other:R}: {losses[r]:R}");
            }
        }

        Assert.True(worst <= bound, $"{worst:F3} ulp at {where}");
    }

    private static void AssertSameBeside<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 3001;
        Random random = new(6);
        T[] logits = [.. Enumerable.Range(0, 2 * rows).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * 20))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2))];
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.PyTorch, Reduction = Reduction.None };
        double[] expected = Losses(Loss.Measure(TensorView.Create(logits, [rows, 2]), TensorView.Create(labels, [rows]), options));

        // Some rows are left out, some have no difference, and the classes lie in columns.
        T[] changed = [.. logits];
        int[] changedLabels = [.. labels];
        for (int r = 0; r < rows; r += 97)
        {
            changedLabels[r] = -100;
            changed[(2 * r) + 20] = T.NegativeInfinity;
        }

        double[] beside = Losses(Loss.Measure(TensorView.Create(changed, [rows, 2]), TensorView.Create(changedLabels, [rows]), options));
        T[] columns = [.. Enumerable.Range(0, 2 * rows).Select(i => logits[(2 * (i % rows)) + (i / rows)])];
        double[] ofColumns = Losses(Loss.Measure(
            TensorView.Create(columns, [1, 2, rows]), TensorView.Create(labels, [1, rows]), options with { Axis = 1 }));
        for (int r = 0; r < rows; r++)
        {
            Assert.Equal(expected[r], ofColumns[r]);
            Assert.True(r % 97 is 0 or 10 || beside[r] == expected[r], $"Row {r}: {expected[r]:R}, beside others {beside[r]:R}");
        }

        LossResult mean = Loss.Measure(TensorView.Create(logits, [rows, 2]), TensorView.Create(labels, [rows]), options with { Reduction = Reduction.Mean });
        LossResult detailed = Loss.Measure(
            TensorView.Create(logits, [rows, 2]), TensorView.Create(labels, [rows]), options with { Reduction = Reduction.Mean, Detailed = true });
        Assert.Equal(mean.Loss, detailed.Loss);

        // One-hot targets are the same targets.
        T[] oneHot = [.. labels.SelectMany(label => new[] { T.CreateTruncating(1 - label), T.CreateTruncating(label) })];
        CrossEntropyOptions dense = options with { Kind = LossKind.Categorical, Reduction = Reduction.Mean };
        LossResult hot = Loss.Measure(TensorView.Create(logits, [rows, 2]), TensorView.Create(oneHot, [rows, 2]), dense with { Detailed = true });
        Assert.Equal(mean.Loss, hot.Loss);
        Assert.Equal(detailed.Detail!.Accuracy, hot.Detail!.Accuracy);
        Assert.Equal(detailed.Detail.BrierScore, hot.Detail.BrierScore);
        Assert.Equal(mean.Loss, Loss.Measure(TensorView.Create(logits, [rows, 2]), TensorView.Create(oneHot, [rows, 2]), dense).Loss);
        Assert.Equal(expected.Average(), mean.Loss!.Value, 1e-6);
    }

    private static double[] Losses(LossResult result) => result.Values!.Read<double>(0, (int)result.Values.Shape.Length, new double[result.Values.Shape.Length]).ToArray();
}
