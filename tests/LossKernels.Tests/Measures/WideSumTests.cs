using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>What is finite and too large to add up, or to square, in double precision has a mean and a standard error all the same.</summary>
public sealed class WideSumTests
{
    private static readonly CrossEntropyOptions Options = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Convention = Conventions.Exact };

    // A large logit costs itself where the target is 0. Two losses a and b have a standard error of |a - b| / 2; n of which each comes as often have that over sqrt(n - 1).
    [Theory]
    [InlineData(1e200, 3e200, 2, 2e200, 1e200)]
    [InlineData(1.2e308, 1.6e308, 2, 1.4e308, 0.2e308)]
    [InlineData(1e300, 1e300, 2, 1e300, 0)]
    [InlineData(100, 1e308, 2, 5e307, 5e307)]
    [InlineData(1e200, 3e200, 1_000_000, 2e200, 1.0000005000003749e197)]
    [InlineData(1.2e308, 1.6e308, 1_000_000, 1.4e308, 2.0000010000007497e304)]
    public void Large_losses_have_a_standard_error(double first, double second, int count, double mean, double error)
    {
        double[] logits = [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? first : second)];
        AssertMean(Measure(logits), mean, error, 1e-12);

        // One half before the other: blocks of no spread at all, whose means differ.
        Array.Sort(logits);
        AssertMean(Measure(logits), mean, error, 1e-12);
    }

    [Fact]
    public void A_standard_error_of_outputs_that_belong_together_is_one_too()
    {
        CrossEntropyOptions options = Options with { Reduction = Reduction.Mean, Convention = Conventions.PyTorch };
        LossResult result = CrossEntropy.Measure(TensorView.Create([1e200, 3e200, 5e200, 7e200], 2, 2), TensorView.Create(new double[4], 2, 2), options);
        AssertMean(result, 4e200, 2e200, 1e-12);
    }

    // Weights that are all larger by the same factor weigh the same where their sum is the denominator, also where it is no number in double precision.
    [Theory]
    [InlineData(7)]
    [InlineData(400_000)]
    public void Weights_that_add_up_beyond_double_precision_weigh_the_same(int count)
    {
        double[] logits = [.. Enumerable.Range(0, count).Select(i => (i % 13) - 6.5)];
        double[] weights = [.. Enumerable.Range(0, count).Select(i => 1.0 + (i % 3))];
        CrossEntropyOptions options = Options with { Denominator = Denominator.WeightSum, Gradient = true };
        LossResult expected = Measure(logits, weights, options);
        LossResult result = Measure(logits, [.. weights.Select(weight => Math.ScaleB(weight, 1018))], options);
        AssertMean(result, expected.Loss!.Value, expected.StandardError!.Value, 1e-12);
        Assert.Equal(expected.Perplexity!.Value, result.Perplexity!.Value, 1e-12);
        double[] slopes = expected.Gradient!.ToArray<double>();
        Assert.All(result.Gradient!.ToArray<double>(), (slope, i) => Assert.Equal(1, slope / slopes[i], 1e-8));

        bool isBeyond = count > 7;
        Assert.Equal(isBeyond, double.IsInfinity(result.WeightSum));
        Assert.Equal(isBeyond ? ["SumOverflow"] : [], result.Diagnostics.Select(found => found.Id));
    }

    // Both at once: weights and losses whose products only are numbers.
    [Fact]
    public void Large_weights_of_small_losses_have_a_standard_error()
    {
        double[] logits = [-600, -601, -602];
        double[] weights = [1e300, 2e300, 4e300];
        double[] losses = [.. logits.Select(Math.Exp)];
        double mean = (losses[0] + (2 * losses[1]) + (4 * losses[2])) / 7;
        double squares = Math.Pow((losses[0] - mean) / losses[0], 2) + Math.Pow(2 * (losses[1] - mean) / losses[0], 2) + Math.Pow(4 * (losses[2] - mean) / losses[0], 2);
        AssertMean(Measure(logits, weights, Options with { Denominator = Denominator.WeightSum }), mean, Math.Sqrt(squares * 3 / 2) / 7 * losses[0], 1e-12);
    }

    // What is infinite itself is told as that.
    [Fact]
    public void An_infinite_weight_is_no_sum_that_is_too_large()
    {
        LossResult result = Measure([1, 2], [1, double.PositiveInfinity], Options with { Reduction = Reduction.Sum });
        Assert.Equal(["LossInfinite"], result.Diagnostics.Select(found => found.Id));
    }

    [Fact]
    public void A_sum_of_finite_losses_that_is_infinite_is_told()
    {
        LossResult result = Measure([1.2e308, 1.2e308], null, Options with { Reduction = Reduction.Sum });
        Assert.Equal(double.PositiveInfinity, result.Loss);
        Assert.Equal(
            ("The losses of 2 samples are finite, and their sum is beyond double precision.", "Add `Reduction = Reduction.Mean`, or give smaller weights or logits."),
            Assert.Single(result.Diagnostics) is { Id: "SumOverflow" } found ? (found.Message, found.Remedy) : default);
    }

    private static LossResult Measure(double[] logits, double[]? weights = null, CrossEntropyOptions? options = null) => CrossEntropy.Measure(
        TensorView.Create(logits), TensorView.Create(new double[logits.Length]), options ?? Options, weights is null ? null : TensorView.Create(weights));

    private static void AssertMean(LossResult result, double mean, double error, double tolerance)
    {
        Assert.Equal(1, result.Loss!.Value / mean, tolerance);
        Assert.NotNull(result.StandardError);
        Assert.Equal(error == 0 ? 0 : 1, error == 0 ? result.StandardError.Value : result.StandardError.Value / error, tolerance);
    }
}
