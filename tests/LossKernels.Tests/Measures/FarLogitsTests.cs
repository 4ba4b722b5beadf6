using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Semantics;

namespace LossKernels.Tests.Measures;

/// <summary>Logits of double precision that are finite and whose differences are not: what lies so far below the others has no part in a loss.</summary>
public sealed class FarLogitsTests
{
    private const double Far = 1e308;

    public static TheoryData<string, int, bool> Layouts
    {
        get
        {
            TheoryData<string, int, bool> layouts = [];
            foreach (string convention in new[] { "TensorFlow", "PyTorch", "Exact" })
            {
                foreach (int classes in new[] { 2, 3, 6, 40 })
                {
                    layouts.Add(convention, classes, true);
                    layouts.Add(convention, classes, false);
                }
            }

            return layouts;
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void One_hot_targets_have_a_loss(string convention, int classes, bool isLastAxis)
    {
        // The label far above one other class, and between two.
        double[][] rows = [With(classes, (0, Far), (1, -Far)), With(classes, (0, -Far), (1, Far)), With(Math.Max(classes, 3), (1, Far), (2, -Far))[..classes]];
        int[] labels = [0, 1, 0];
        double[] expected = [0, 0, Far];
        double[] targets = [.. labels.SelectMany(label => FrameworkFormulas.OneHot(label, classes))];
        double[] logits = [.. rows.SelectMany(row => row)];
        (TensorView prediction, TensorView target) = isLastAxis
            ? (TensorView.Create<double>(logits, 3, classes), TensorView.Create<double>(targets, 3, classes))
            : (TensorView.Create<double>(Turned(logits, classes), 1, classes, 3), TensorView.Create<double>(Turned(targets, classes), 1, classes, 3));

        LossResult result = CrossEntropy.Measure(prediction, target, new CrossEntropyOptions
        {
            Convention = Conventions.Find(convention),
            Kind = LossKind.Categorical,
            Form = InputForm.Logit,
            Axis = 1,
            Reduction = Reduction.None,
        });

        Assert.Equal(expected, result.Values!.Read<double>(0, 3, new double[3]).ToArray());
    }

    // Of 1e308 the last two rows sum to more than there is a number for; by hand 0.9 (m - x_y) + 0.1 (m - mean), m the largest.
    [Fact]
    public void Smoothed_targets_have_a_loss_where_the_sum_of_the_logits_has_no_number()
    {
        double[] logits = [Far, -Far, 0, Far, Far, 0, -Far, -Far, 0];
        LossResult result = CrossEntropy.Measure(TensorView.Create<double>(logits, 3, 3), TensorView.Create([0.0, 1, 0]), new CrossEntropyOptions
        {
            Convention = Conventions.Find("TensorFlow"),
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            LabelSmoothing = 0.1,
            Reduction = Reduction.None,
        });
        double[] expected = [1e307, 1e307 / 3, 0.9 * Far + (2e307 / 3)];
        double[] values = result.Values!.Read<double>(0, 3, new double[3]).ToArray();
        Assert.All(values.Zip(expected), pair => Assert.Equal(1, pair.First / pair.Second, 1e-14));
    }

    // By the formula with 1500 digits by mpmath; the second of the last two overflows itself.
    [Theory]
    [InlineData(Far, -Far, 0, 0.5, 0.25, 0.25, 0, 7.5e+307)]
    [InlineData(Far, -Far, 0, 0, 0.5, 0.5, 0.1, 1.45e+308)]
    [InlineData(Far, Far, -Far, 1e-305, 0, 1e-305, 0, 2000)]
    [InlineData(Far, Far, Far, 0.5, 0.5, 0, 0.1, 1.0986122886681098)]
    [InlineData(Far, -Far, 0, 0, 1, 0, 0.5, 1.5e+308)]
    [InlineData(1.7 * Far, -1.7 * Far, 0, 0, 1, 0, 0.25, double.PositiveInfinity)]
    public void A_share_of_a_difference_without_a_number_has_one(double a, double b, double c, double ofA, double ofB, double ofC, double smoothing, double expected)
    {
        foreach (bool isLastAxis in new[] { true, false })
        {
            // Two samples, so that classes on the first axis are apart.
            double[] logits = [a, b, c, 1, 2, 3];
            double[] targets = [ofA, ofB, ofC, 1, 0, 0];
            LossResult result = CrossEntropy.Measure(
                isLastAxis ? TensorView.Create<double>(logits, 2, 3) : TensorView.Create<double>(Turned(logits, 3), 3, 2),
                isLastAxis ? TensorView.Create<double>(targets, 2, 3) : TensorView.Create<double>(Turned(targets, 3), 3, 2),
                new CrossEntropyOptions
                {
                    Convention = Conventions.Exact,
                    Kind = LossKind.Categorical,
                    Form = InputForm.Logit,
                    Axis = isLastAxis ? 1 : 0,
                    LabelSmoothing = smoothing,
                    Reduction = Reduction.None,
                });
            double loss = result.Values!.ToArray<double>()[0];
            Assert.True(loss == expected || Math.Abs((loss / expected) - 1) <= 4e-16, $"{loss:R}");
        }
    }

    // By the formula with 2300 bits by mpmath; the last loss has no number itself.
    [Theory]
    [InlineData(0.5, Far, 0.9 * Far, 0, 0.25, 0.25, 0.5, 0, null, 1.05e+308)]
    [InlineData(0.1, Far, -Far, 0, 0, 1e-3, 0, 0, null, 2e+306)]
    [InlineData(0.9, Far, -Far, 0, 0.5, 0.5, 0, 0.1, null, 1.1111111111111112e+308)]
    [InlineData(1.5, 1.7 * Far, -Far, -Far, 0.25, 0.5, 0.25, 0, 2.0, 1.35e+308)]
    [InlineData(1e-3, Far, 0, -Far, 0, 1e-200, 0, 0, null, 1e+111)]
    [InlineData(0.1, Far, Far, -Far, 0.5, 0.5, 0, 0, null, 0.6931471805599453)]
    [InlineData(0.5, Far, -Far, 0, 0, 1, 0, 0, null, double.PositiveInfinity)]
    public void A_share_of_a_quotient_without_a_number_has_one(
        double temperature, double a, double b, double c, double ofA, double ofB, double ofC, double smoothing, double? gamma, double expected)
    {
        LossResult result = CrossEntropy.Measure(TensorView.Create<double>([a, b, c], 1, 3), TensorView.Create<double>([ofA, ofB, ofC], 1, 3), new CrossEntropyOptions
        {
            Convention = Conventions.Exact,
            Kind = LossKind.Categorical,
            Form = InputForm.Logit,
            Temperature = temperature,
            LabelSmoothing = smoothing,
            FocalGamma = gamma,
        });
        Assert.True(result.Loss == expected || Math.Abs((result.Loss!.Value / expected) - 1) <= 1e-15, $"{result.Loss:R}");
    }

    // z x / T and (1 - z) x / T; 1 - 0.75 and 0.25 are exact.
    [Theory]
    [InlineData("Exact", -Far, 1e-300, 1e+9)]
    [InlineData("TensorFlow", Far, 1, 0)]
    [InlineData("TensorFlow", -Far, 1e-300, 1e+9)]
    [InlineData("PyTorch", Far, 0.75, double.PositiveInfinity)]
    public void A_share_of_a_binary_quotient_without_a_number_has_one(string convention, double logit, double target, double expected)
    {
        LossResult result = CrossEntropy.Measure(TensorView.Create<double>([logit], 1, 1), TensorView.Create<double>([target], 1, 1), new CrossEntropyOptions
        {
            Convention = Conventions.Find(convention),
            Kind = LossKind.Binary,
            Form = InputForm.Logit,
            Temperature = 0.1,
        });
        Assert.True(result.Loss == expected || Math.Abs((result.Loss!.Value / expected) - 1) <= 1e-15, $"{result.Loss:R}");
    }

    private static double[] With(int classes, params (int Class, double Logit)[] logits)
    {
        double[] row = new double[classes];
        foreach ((int number, double logit) in logits)
        {
            row[number] = logit;
        }

        return row;
    }

    private static double[] Turned(double[] rows, int classes) =>
        [.. Enumerable.Range(0, rows.Length).Select(i => rows[(i % (rows.Length / classes) * classes) + (i / (rows.Length / classes))])];
}
