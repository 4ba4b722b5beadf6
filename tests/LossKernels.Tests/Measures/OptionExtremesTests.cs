using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Measures;

/// <summary>Focal losses, poly-1 and generalised cross-entropy where numbers are as small, as near to each other or as far apart as they can be.</summary>
public sealed class OptionExtremesTests
{
    private const int Draws = 400;
    private const int Rows = 3;

    // Units in the last place, of what the terms add up to. A power of e is as exact as its exponent is.
    private const double MostUnits = 24;
    private const double UnitsOfExponent = 4;

    // Below, terms may be no normal numbers.
    private const double Least = 1e-290;
    private const double LeastSingle = 1e-37;

    private static readonly Convention Formula = Conventions.Exact with { AlwaysDouble = false, DefaultsToDouble = false, RefusesOutsideUnit = false };

    [Theory]
    [InlineData(LossKind.Binary, InputForm.Logit)]
    [InlineData(LossKind.Binary, InputForm.Probability)]
    [InlineData(LossKind.Binary, InputForm.LogProbability)]
    [InlineData(LossKind.Categorical, InputForm.Logit)]
    [InlineData(LossKind.Categorical, InputForm.Probability)]
    [InlineData(LossKind.Categorical, InputForm.LogProbability)]
    [InlineData(LossKind.Sparse, InputForm.Logit)]
    [InlineData(LossKind.Sparse, InputForm.Probability)]
    [InlineData(LossKind.Sparse, InputForm.LogProbability)]
    public void Losses_and_derivatives_keep_their_digits(LossKind kind, InputForm form)
    {
        List<string> failures = [];
        for (int number = 0; number < Draws; number++)
        {
            ExtremeDraw draw = new(number, kind, form, Rows, Formula);
            LossResult result = CrossEntropy.Measure(draw.Prediction, draw.Target, draw.Options);
            double[] losses = Numbers(result.Values!);
            double[] gradient = Numbers(result.Gradient!);
            ExactLoss exact = new(draw.Options, draw.Normalises);
            for (int row = 0; row < Rows; row++)
            {
                (ExactSum loss, ExactSum[] derivatives) = draw.Row(exact, row);
                Compare(draw, "loss", losses[row], loss, failures);
                for (int j = 0; j < derivatives.Length; j++)
                {
                    Compare(draw, $"derivative {j}", gradient[(row * derivatives.Length) + j], derivatives[j], failures);
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} numbers are off, the first:\n{string.Join('\n', failures.Take(5))}");
    }

    // (1 + e) r and what -ln(1 - r) has beyond r; its derivative to p times p is e r - (1 + e). By hand, to the first two powers of r.
    [Theory]
    [InlineData(-1, 1e-9, 5e-19, -1e-9)]
    [InlineData(-1, 1e-150, 5e-301, -1e-150)]
    [InlineData(-0.75, 1e-150, 2.5e-151, -0.25)]
    [InlineData(-1.25, 1e-150, -2.5e-151, 0.25)]
    public void What_poly_leaves_of_a_small_loss_has_all_digits(double poly, double rest, double loss, double slope)
    {
        // A logarithm has the digits of the rest that a probability has not.
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.LogProbability, Convention = Conventions.Exact, PolyEpsilon = poly, Gradient = true };
        LossResult result = CrossEntropy.Measure(TensorView.Create([-rest, -50], 1, 2), TensorView.Create([0]), options);
        Assert.Equal(1, result.Loss!.Value / loss, 2e-9);
        Assert.Equal(1, Numbers(result.Gradient!)[0] / slope, 2e-9);
    }

    // (1 - p^q) / q of a q next to zero is -ln p.
    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-16)]
    [InlineData(1e-300)]
    [InlineData(double.Epsilon)]
    public void A_power_next_to_zero_is_the_logarithm(double q)
    {
        foreach (LossKind kind in new[] { LossKind.Binary, LossKind.Sparse })
        {
            double[] logits = kind == LossKind.Binary ? [-40] : [0, 40];
            TensorView target = kind == LossKind.Binary ? TensorView.Create([0.0], 1, 1) : TensorView.Create([1.0]);
            LossResult result = CrossEntropy.Measure(
                TensorView.Create(logits, 1, logits.Length), target, new CrossEntropyOptions { Kind = kind, Form = InputForm.Logit, Convention = Conventions.Exact, GeneralizedQ = q });
            Assert.Equal(4.248354255291589e-18, result.Loss!.Value, 1e-33);
        }
    }

    // -z z^gamma / 4 p: one over p may be infinite, and a quarter of it, or z times as much, not.
    [Theory]
    [InlineData(double.Epsilon, 1e-20, 0)]
    [InlineData(1e-310, 0.125, 1)]
    [InlineData(1e-310, 1e-20, 0)]
    [InlineData(5e-309, 1, 2)]
    public void One_over_a_subnormal_probability_may_have_no_number(double p, double z, double gamma)
    {
        double expected = ((BigReal)(-z) * Math.Pow(z, gamma) / 4d / p).ToDouble();
        foreach (CrossEntropyOptions options in new CrossEntropyOptions[] { new(), new() { PolyEpsilon = 1 }, new() { GeneralizedQ = 1e-300 } })
        {
            CrossEntropyOptions binary = options with { Kind = LossKind.Binary, Convention = Conventions.Exact, Gradient = true, FocalGamma = gamma };
            double[] ofOutputs = Numbers(CrossEntropy.Measure(TensorView.Create([p, 0.5, 0.5, 0.5], 4, 1), TensorView.Create([z, 1, 1, 1], 4, 1), binary).Gradient!);
            Assert.Equal(1, ofOutputs[0] / expected, 1e-15);
            CrossEntropyOptions categorical = binary with { Kind = LossKind.Categorical, FocalGamma = 1, FocalAlpha = [Math.Pow(z, gamma)] };
            double[] ofClasses = Numbers(CrossEntropy.Measure(TensorView.Create([p, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5], 4, 2), TensorView.Create([z, 0, 1, 0, 1, 0, 1, 0], 4, 2), categorical).Gradient!);
            Assert.Equal(1, ofClasses[0] / expected, 1e-15);
        }
    }

    // ln(others / p), which is beyond the quotient's numbers: by mpmath.
    [Theory]
    [InlineData(double.Epsilon, 744.4400719213812)]
    [InlineData(1e-310, 713.8013788281542)]
    [InlineData(5e-309, 709.88935582272606)]
    public void A_subnormal_probability_has_a_loss_over_the_sum_of_its_row(double p, double loss)
    {
        foreach (string convention in new[] { "TensorFlow", "Keras3" })
        {
            foreach (double? gamma in new double?[] { null, 1 })
            {
                CrossEntropyOptions options = new() { Convention = Conventions.Find(convention), Epsilon = 0, FocalGamma = gamma, FocalAlpha = gamma is null ? null : [1] };
                TensorView prediction = TensorView.Create([p, 1], 1, 2);
                foreach (double share in new[] { 1, 0.5 })
                {
                    TensorView target = TensorView.Create([share, 1 - share], 1, 2);
                    Assert.Equal(share * loss, CrossEntropy.Measure(prediction, target, options with { Kind = LossKind.Categorical }).Loss!.Value, 1e-12);
                }

                Assert.Equal(loss, CrossEntropy.Measure(prediction, TensorView.Create([0]), options with { Kind = LossKind.Sparse }).Loss!.Value, 1e-12);
            }
        }
    }

    // Of 8.4e-39 over a sum below a quarter, single precision has too few digits: by mpmath.
    [Fact]
    public void A_subnormal_probability_of_single_precision_has_its_digits()
    {
        TensorView prediction = TensorView.Create<float>([8.383673e-39f, 2.11604e-06f, 0.091314696f], 1, 3);
        CrossEntropyOptions options = new() { Kind = LossKind.Categorical, Convention = Conventions.Find("Keras3"), Epsilon = 0 };
        BigReal[] values = [8.383673e-39f, 2.11604e-06f, 0.091314696f];
        ExactPoint[] points = ExactPoint.OfShares(values);
        double[] targets = [0.75, 0.75, 0.0625];
        double expected = points.Select((point, j) => (point.Cost * targets[j]).ToDouble()).Sum();
        double loss = CrossEntropy.Measure(prediction, TensorView.Create<float>([0.75f, 0.75f, 0.0625f], 1, 3), options).Loss!.Value;
        Assert.Equal(1, loss / expected, 3e-7);
    }

    // What lies 1.9e308 below has no difference of double precision, but a target of 1e-3 makes a number of it.
    [Fact]
    public void Logits_that_are_too_far_apart_have_a_loss_without_a_temperature()
    {
        foreach (CrossEntropyOptions options in new CrossEntropyOptions[] { new() { FocalGamma = 2 }, new() { PolyEpsilon = -1 }, new() { PolyEpsilon = 2 } })
        {
            foreach (double smoothing in new[] { 0, 0.25 })
            {
                CrossEntropyOptions measured = options with
                {
                    Kind = LossKind.Categorical,
                    Form = InputForm.Logit,
                    Convention = Conventions.Exact,
                    LabelSmoothing = smoothing,
                    Gradient = true,
                };
                LossResult result = CrossEntropy.Measure(TensorView.Create([9e307, -1e308, 0], 1, 3), TensorView.Create([0.5, 1e-3, 0], 1, 3), measured);
                double expected = (((1e-3 * (1 - smoothing)) + (smoothing / 3)) * 1.9) + (smoothing / 3 * 0.9);
                Assert.Equal(1, result.Loss!.Value / 1e308 / expected, 1e-15);
                Assert.All(Numbers(result.Gradient!), derivative => Assert.True(double.IsFinite(derivative)));
            }
        }
    }

    // Quotients without numbers have differences, and subnormal ones have quotients.
    [Theory]
    [InlineData(double.Epsilon)]
    [InlineData(1e-310)]
    [InlineData(1e-300)]
    public void A_temperature_may_be_next_to_zero(double temperature)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.Exact, Temperature = temperature, Reduction = Reduction.None };
        TensorView labels = TensorView.Create([0.0, 1, 0]);
        double[] losses = Numbers(CrossEntropy.Measure(TensorView.Create([3, -3, 0, temperature, 2, 2.0], 3, 2), labels, options).Values!);
        Assert.Equal([0, 0.31326168751822286, 0.6931471805599453], losses);
        double[] single = Numbers(CrossEntropy.Measure(TensorView.Create<float>([3e38f, -3, 1e-45f, 3, 2, 2], 3, 2), labels, options with { Convention = Formula }).Values!);
        Assert.Equal([0, 0, 0.6931472f], single);
    }

    private static void Compare(ExtremeDraw draw, string what, double actual, ExactSum expected, List<string> failures)
    {
        if (expected.Size < (draw.IsSingle ? LeastSingle : Least))
        {
            return;
        }

        bool isPower = draw.Options.FocalGamma > 8 || draw.Options.GeneralizedQ is not null;
        double allowed = MostUnits + (isPower ? UnitsOfExponent * Math.Abs(HighPrecision.Log(expected.Size).ToDouble()) : 0);
        long unit = expected.Size.Magnitude - (draw.IsSingle ? 23 : 52);
        double rounded = draw.IsSingle ? expected.Value.ToSingle() : expected.Value.ToDouble();
        double off = double.IsFinite(actual) ? BigReal.Scale(BigReal.Abs(actual - expected.Value), -unit).ToDouble() : actual.Equals(rounded) ? 0 : double.PositiveInfinity;
        if (off > allowed)
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R} and should be {rounded:R}: {off:G3} units off.\n{draw}"));
        }
    }

    private static double[] Numbers(TensorView tensor) => tensor.Read<double>(0, (int)tensor.Shape.Length, new double[tensor.Shape.Length]).ToArray();
}
