using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Binary losses of outputs at the ends of their range, and their derivatives, against the formulas with 80 digits by mpmath.</summary>
public sealed class ExtremeOutputTests
{
    // Of a logit of 40 that is right: what is spread is all that there is, and next to one it has the digits of a difference.
    [Theory]
    [InlineData(0.001, 0.020000000000000004, 0.0004999999999999958)]
    [InlineData(1e-9, 2.0000000004248357e-08, 4.999999957516458e-10)]
    public void A_little_smoothing_keeps_its_digits(double smoothing, double loss, double slope)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Convention = Conventions.Exact, LabelSmoothing = smoothing };
        AssertResult(40, 1, options, loss, slope);
    }

    // -p^(q - 1): 1 / p is no number.
    [Theory]
    [InlineData(1e-310, 0.5, -1.0000000000000016e+155)]
    [InlineData(double.Epsilon, 0.1, -9.453525691471885e+290)]
    public void A_generalised_loss_of_next_to_nothing_has_a_derivative(double p, double q, double slope)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.Exact, GeneralizedQ = q };
        AssertResult(p, 1, options, (1 - Math.Pow(p, q)) / q, slope);
        AssertResult(1, 0, options, 1 / q, double.PositiveInfinity);
    }

    // -ln(1 - p + e) and -ln(p + e) of a p that is a little less than nothing, and is not clipped.
    [Theory]
    [InlineData(-5e-8, -1.4999999050291547e-07, 16.811242819832167, true)]
    [InlineData(-9.9e-8, -1.9899997890126833e-07, 20.72326220149897, true)]
    [InlineData(-5e-8, -1.4999998875000112e-07, 16.811242831518264, false)]
    [InlineData(-9.9e-8, -1.9899998019950263e-07, 20.723265836946414, false)]
    public void An_epsilon_is_added_to_what_is_less_than_nothing_without_a_rounding(double p, double ofNo, double ofYes, bool isSingle)
    {
        foreach ((double target, double expected) in new[] { (0, ofNo), (1, ofYes) })
        {
            CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.TensorFlowJs };
            LossResult result = isSingle
                ? CrossEntropy.Measure(TensorView.Create([(float)p]), TensorView.Create([(float)target]), options)
                : CrossEntropy.Measure(TensorView.Create([p]), TensorView.Create([target]), options);
            Assert.Equal(1, result.Loss!.Value / expected, isSingle ? 1e-7 : 4e-16);
        }
    }

    // sigmoid(x) - z: next to one the two have no digits left for their difference, and what they lack of one has.
    [Theory]
    [InlineData(8, 0.9999, -0.00023533353653337264, true)]
    [InlineData(12.5, 0.9999999, -3.60742999463578e-06, true)]
    [InlineData(8, 0.9999, -0.00023535013046648912, false)]
    [InlineData(39.57, 0.9999999, 9.99999999408336e-08, false)]
    [InlineData(-21, 1e-9, -2.417439577837616e-10, false)]
    public void A_derivative_next_to_a_soft_target_keeps_its_digits(double logit, double target, double slope, bool isSingle)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Convention = Conventions.PyTorch, Gradient = true };
        LossResult result = isSingle
            ? CrossEntropy.Measure(TensorView.Create([(float)logit]), TensorView.Create([(float)target]), options)
            : CrossEntropy.Measure(TensorView.Create([logit]), TensorView.Create([target]), options);
        Assert.Equal(1, result.Gradient!.ToArray<double>()[0] / slope, isSingle ? 1e-6 : 3e-15);
    }

    // The sums have no number in double precision, the means have: of one block, of several, of batches, and with weights.
    [Theory]
    [InlineData(40, 0, 1)]
    [InlineData(3_000_000, 0, 1)]
    [InlineData(40, 1, 1)]
    [InlineData(40, 0, 1e307)]
    public void A_mean_is_a_number_where_the_sum_is_none(int count, int batch, double weight)
    {
        double logit = 1e307 / weight;
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Convention = Conventions.Exact, BatchSize = batch == 0 ? null : batch };
        LossResult result = CrossEntropy.Measure(
            TensorView.Create([.. Enumerable.Repeat(logit, count)]),
            TensorView.Create(new double[count]),
            options,
            weight == 1 ? null : TensorView.Create([.. Enumerable.Repeat(weight, count)]));
        double expected = weight == 1 ? 1e307 : 1e307 * (1 + 0.31326168751822286);
        Assert.Equal(1, result.Loss!.Value / expected, 4e-16);
        Assert.DoesNotContain(result.Diagnostics, each => each.Id == "LossInfinite");
    }

    // n / 2 - y / 2: next to a weight of one, what is spread has few of its digits in the factor, and the others in what that lacks.
    [Fact]
    public void A_derivative_has_the_digits_of_a_little_smoothing_beside_a_small_weight()
    {
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Binary,
            Form = InputForm.Logit,
            Convention = Conventions.TensorFlow,
            LabelSmoothing = 0.002,
            PositiveWeights = [1.624890577039152e-6],
            Gradient = true,
        };
        LossResult result = CrossEntropy.Measure(TensorView.Create([4.965913e-11f]), TensorView.Create([1f]), options);
        Assert.Equal(1, result.Gradient!.ToArray<double>()[0] / 0.0004991883671692039, 4e-7);
    }

    private static void AssertResult(double prediction, double target, CrossEntropyOptions options, double loss, double slope)
    {
        LossResult result = CrossEntropy.Measure(TensorView.Create([prediction]), TensorView.Create([target]), options with { Gradient = true });
        Assert.Equal(1, result.Loss!.Value / loss, 4e-16);
        double found = result.Gradient!.ToArray<double>()[0];
        if (double.IsFinite(slope))
        {
            Assert.Equal(1, found / slope, 1e-13);
        }
        else
        {
            Assert.Equal(slope, found);
        }
    }
}
