using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Measures;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>Rows of two logits and two targets: losses and derivatives against 200 bits, and the same at both widths, in columns, alone and added up.</summary>
public sealed class TwoTargetTests
{
    [Theory]
    [InlineData(true, 1.97)]
    [InlineData(false, 1.7)]
    public void Losses_are_exact_at_every_gap_and_target(bool isSingle, double bound)
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

    [Theory]
    [InlineData(1, false)]
    [InlineData(16, false)]
    [InlineData(1500, false)]
    [InlineData(1500, true)]
    public void Both_widths_and_both_layouts_give_the_same_bits(int rows, bool areDistributions)
    {
        AssertSame<float>(rows, areDistributions);
        AssertSame<double>(rows, areDistributions);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(1030)]
    public void Derivatives_are_the_mass_times_softmax_less_the_targets(int rows)
    {
        AssertDerivatives<float>(rows, 24);
        AssertDerivatives<double>(rows, 53);
    }

    // One target, of one, is the same loss by whichever kernel it is taken.
    [Fact]
    public void One_hot_rows_among_others_have_the_bits_of_labels()
    {
        const int Rows = 3000;
        (float[] logits, float[] targets) = Draw<float>(Rows, 60);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(r => r % 2)];
        for (int r = 1; r < Rows; r++)
        {
            (targets[2 * r], targets[(2 * r) + 1]) = (1 - labels[r], labels[r]);
        }

        double[] expected = new double[Rows];
        TwoClassKernel.Write<float, LabelledRows<float>>(new(new(logits, 2), labels, hasIgnored: false), expected);
        double[] losses = new double[Rows];
        Assert.True(TwoClassKernel.TryWrite<float, SoftRows<float>>(new(new(logits, 2), new(targets, 2)), losses));
        Assert.Equal(expected[1..], losses[1..]);
    }

    [Theory]
    [InlineData(1e30f, 0.25f)]
    [InlineData(float.NegativeInfinity, 0.25f)]
    [InlineData(float.NaN, 0.25f)]
    [InlineData(1f, 1.5f)]
    [InlineData(1f, -0.5f)]
    [InlineData(1f, float.NaN)]
    public void A_row_that_needs_a_second_look_changes_no_other(float logit, float target)
    {
        const int Rows = 2000;
        const int Odd = 1300;
        (float[] logits, float[] targets) = Draw<float>(Rows, 30);
        CrossEntropyOptions options = new() { Kind = LossKind.Categorical, Form = InputForm.Logit, Convention = Conventions.TensorFlow, Gradient = true, Reduction = Reduction.None };
        (float[] losses, float[] gradient) = Measure();
        (logits[2 * Odd], targets[2 * Odd]) = (logit, target);
        Assert.False(TwoClassKernel.TryWrite<float, SoftRows<float>>(new(new(logits, 2), new(targets, 2)), new double[Rows]));
        (float[] beside, float[] gradientBeside) = Measure();
        Assert.Equal(losses[..Odd], beside[..Odd]);
        Assert.Equal(losses[(Odd + 1)..], beside[(Odd + 1)..]);
        Assert.Equal(gradient[..(2 * Odd)], gradientBeside[..(2 * Odd)]);
        Assert.Equal(gradient[((2 * Odd) + 2)..], gradientBeside[((2 * Odd) + 2)..]);

        (float[] Losses, float[] Gradient) Measure()
        {
            LossResult result = Loss.Measure(TensorView.Create([.. logits], [Rows, 2]), TensorView.Create([.. targets], [Rows, 2]), options);
            return (result.Values!.ToArray<float>(), result.Gradient!.ToArray<float>());
        }
    }

    [Theory]
    [InlineData("TensorFlow")]
    [InlineData("PyTorch")]
    public void Nothing_else_that_is_asked_changes_the_loss(string convention)
    {
        const int Rows = 1500;
        (float[] logits, float[] targets) = Draw<float>(Rows, 100);
        TensorView predictions = TensorView.Create(logits, [Rows, 2]);
        TensorView dense = TensorView.Create(targets, [Rows, 2]);
        CrossEntropyOptions options = new() { Kind = LossKind.Categorical, Form = InputForm.Logit, Convention = Conventions.Find(convention) };
        LossResult mean = Loss.Measure(predictions, dense, options);
        LossResult derived = Loss.Measure(predictions, dense, options with { Gradient = true });
        Assert.Equal(mean.Loss, derived.Loss);
        Assert.Equal(mean.Loss, Loss.Measure(predictions, dense, options with { Detailed = true }).Loss);
        LossResult weighted = Loss.Measure(predictions, dense, options with { Gradient = true }, TensorView.Create(Enumerable.Repeat(1.0, Rows).ToArray(), [Rows]));
        Assert.Equal(mean.Loss!.Value, weighted.Loss!.Value, 1e-12);
        Assert.Equal(derived.Gradient!.ToArray<float>(), weighted.Gradient!.ToArray<float>());

        TensorView columns = TensorView.Create(Turned(logits), [1, 2, Rows]);
        LossResult ofColumns = Loss.Measure(columns, TensorView.Create(Turned(targets), [1, 2, Rows]), options with { Gradient = true, Axis = 1 });
        Assert.Equal(mean.Loss, ofColumns.Loss);
        Assert.Equal(Turned(derived.Gradient.ToArray<float>()), ofColumns.Gradient!.ToArray<float>());
    }

    private static void AssertExact<T>(double bound, double farthest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Functions.Samples(4_000);
        (T[] logits, T[] targets) = Draw<T>(rows, farthest);
        double[] losses = new double[rows];
        Assert.True(TwoClassKernel.TryWrite<T, SoftRows<T>>(new(new(logits, 2), new(targets, 2)), losses));
        double worst = 0;
        string where = "";
        for (int r = 0; r < rows; r++)
        {
            double[] x = Row(logits, r);
            double[] t = Row(targets, r);
            BigReal gap = (BigReal)x[1] - x[0];
            BigReal exact = (t[0] * HighPrecision.Softplus(gap)) + (t[1] * HighPrecision.Softplus(-gap));
            double error = HighPrecision.UlpError(losses[r], exact, asFloat: typeof(T) == typeof(float));
            if (!(error <= worst))
            {
                (worst, where) = (error, $"{x[0]:R}, {x[1]:R} with {t[0]:R}, {t[1]:R}: {losses[r]:R}");
            }
        }

        Assert.True(worst <= bound, $"{worst:F3} ulp at {where}");
    }

    private static void AssertDerivatives<T>(int rows, int digits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (bool areDistributions in (bool[])[false, true])
        {
            (T[] logits, T[] targets) = Draw<T>(rows, 60);
            T[] gradient = Run<Lanes512<T>, Vector512<T>, T>(new(logits, 2), new(targets, 2), areDistributions, isStreamed: false).Gradient;
            for (int r = 0; r < rows; r++)
            {
                double[] x = Row(logits, r);
                double[] t = Row(targets, r);
                for (int c = 0; c < 2; c++)
                {
                    BigReal odds = HighPrecision.Exp((BigReal)x[1 - c] - x[c]);
                    BigReal mass = areDistributions ? 1 : (BigReal)t[0] + t[1];
                    BigReal share = mass / (1 + odds);
                    double exact = 0.25 * (share - t[c]).ToDouble();
                    double found = double.CreateTruncating(gradient[(2 * r) + c]);

                    // The smaller share is a rounded number; what is left of it has no more digits.
                    double size = Math.Max(Math.Abs(exact), 0.25 * Math.Min(share.ToDouble(), (mass - share).ToDouble()));
                    Assert.True(Math.Abs(found - exact) <= 4 * size * Math.ScaleB(1, -digits), $"{x[0]:R}, {x[1]:R} with {t[0]:R}, {t[1]:R}: {found:R}, not {exact:R}");
                }
            }
        }
    }

    private static void AssertSame<T>(int rows, bool areDistributions)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] logits, T[] targets) = Draw<T>(rows, 60);
        T[] columns = Turned(logits);
        T[] targetColumns = Turned(targets);
        (double sum, T[] gradient) = Run<Lanes512<T>, Vector512<T>, T>(new(logits, 2), new(targets, 2), areDistributions, isStreamed: false);
        foreach (bool isStreamed in (bool[])[false, true])
        {
            Same(Run<Lanes256<T>, Vector256<T>, T>(new(logits, 2), new(targets, 2), areDistributions, isStreamed));
            if (rows > 1)
            {
                TensorBlock<T> ofColumns = TensorBlock<T>.OfColumns(columns, rows, 2, rows);
                TensorBlock<T> targetsOfColumns = TensorBlock<T>.OfColumns(targetColumns, rows, 2, rows);
                Same(Turn(Run<Lanes512<T>, Vector512<T>, T>(ofColumns, targetsOfColumns, areDistributions, isStreamed)));
                Same(Turn(Run<Lanes256<T>, Vector256<T>, T>(ofColumns, targetsOfColumns, areDistributions, isStreamed)));
            }
        }

        SumAndSpread alone = TwoClassKernel.Sum<T, SoftRows<T>>(new(new(logits, 2), new(targets, 2)), rows, new double[rows]);
        Assert.Equal(alone.Sum.Value, sum);

        void Same((double Sum, T[] Gradient) other)
        {
            Assert.Equal(sum, other.Sum);
            Assert.Equal(gradient, other.Gradient);
        }

        (double Sum, T[] Gradient) Turn((double Sum, T[] Gradient) found) =>
            (found.Sum, [.. Enumerable.Range(0, 2 * rows).Select(i => found.Gradient[(i % 2 * rows) + (i / 2)])]);
    }

    private static (double Sum, T[] Gradient) Run<TLanes, TVector, T>(TensorBlock<T> logits, TensorBlock<T> targets, bool areDistributions, bool isStreamed)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] gradient = new T[2 * logits.Rows];
        RowDerivatives<T> derivatives = new([0.25], gradient, isStreamed, logits.HasRows ? 1 : logits.Rows);
        ReadOnlySpan<double> masses = areDistributions ? [] : new double[logits.Rows];
        double sum = GradientKernel.Tiles<TLanes, TVector, T>(logits, [], derivatives.Less(targets, masses)).Sum.Value;
        return (sum, gradient);
    }

    // Gaps of every size either way; targets that sum to one or do not, that are small, equal, zero, or one.
    private static (T[] Logits, T[] Targets) Draw<T>(int rows, double farthest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(rows);
        T[] logits = new T[2 * rows];
        T[] targets = new T[2 * rows];
        for (int r = 0; r < rows; r++)
        {
            double center = (random.NextDouble() - 0.5) * (r % 2 == 0 ? 2 : 1000);
            logits[2 * r] = T.CreateTruncating(center);
            logits[(2 * r) + 1] = T.CreateTruncating(center + ((random.NextDouble() - 0.5) * farthest * Math.Pow(10, -(r % 5))));
            double first = random.NextDouble() * Math.Pow(10, -(r % 7 * 2));
            (double a, double b) = (r % 11) switch
            {
                0 => (random.NextDouble(), random.NextDouble()),
                1 => (0, 1),
                2 => (0.5, 0.5),
                3 => (first, 0),
                _ => (first, 1 - first),
            };
            bool isTurned = r % 3 == 0;
            targets[2 * r] = T.CreateTruncating(isTurned ? b : a);
            targets[(2 * r) + 1] = T.CreateTruncating(isTurned ? a : b);
        }

        return (logits, targets);
    }

    private static double[] Row<T>(T[] values, int row)
        where T : INumberBase<T> => [double.CreateTruncating(values[2 * row]), double.CreateTruncating(values[(2 * row) + 1])];

    private static T[] Turned<T>(T[] pairs) => [.. Enumerable.Range(0, pairs.Length).Select(i => pairs[(i % (pairs.Length / 2) * 2) + (i / (pairs.Length / 2))])];
}
