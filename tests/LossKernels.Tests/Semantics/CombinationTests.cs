using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;
using Xunit.Abstractions;

namespace LossKernels.Tests.Semantics;

/// <summary>Options together, drawn at random: against the plain formulas, and the derivatives against the slope of the loss.</summary>
public class CombinationTests(ITestOutputHelper output)
{
    private const int Seed = 20_260_801;

    // Of double precision, and of single precision's elementary functions and stored values: relative to the terms of a loss.
    private const double DoubleTolerance = 1e-11;
    private const double SingleTolerance = 2e-6;

    // Derivatives are sums of weighted probabilities that cancel, with the rounding errors of numbers up to some ten.
    private const double TinyDerivative = 1e-15;

    // What single precision cannot hold is stored as zero.
    private const double TinyLoss = 1e-40;

    // The step, relative to how far a prediction is from where the loss has no derivative.
    private const double Step = 1e-3;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Every_combination_gives_what_the_plain_formulas_give(int thousand)
    {
        const int Draws = 1000;
        List<string> failures = [];
        int refused = 0;
        int nothing = 0;
        for (int number = thousand * Draws; number < (thousand + 1) * Draws; number++)
        {
            CombinationDraw draw = CombinationDraw.Next(new Random(Seed + number));
            try
            {
                HashSet<string> broken = PlainRules.Broken(draw.Options, draw.Problem.Classes);
                if (broken.Count > 0)
                {
                    Assert.Contains(Assert.ThrowsAny<LossException>(draw.Measure).Id, broken);
                    refused++;
                    continue;
                }

                PlainResult expected = PlainLoss.Measure(draw.Problem);
                nothing += expected.IsNothing ? 1 : 0;
                if (expected.Fails)
                {
                    Assert.Equal("AllSamplesIgnored", Assert.ThrowsAny<LossException>(draw.Measure).Id);
                    continue;
                }

                Compare(expected, draw.Measure(), draw);
            }
            catch (Exception failure)
            {
                failures.Add($"Draw {number} of seed {Seed}: {failure.Message}\n{draw}");
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Seed {Seed}: {Draws} draws from {thousand * Draws}, {refused} of them refused, {nothing} with nothing to average."));
        Assert.True(failures.Count == 0, $"{failures.Count} of {Draws} draws fail, the first:\n{string.Join('\n', failures.Take(3))}");
        Assert.InRange(refused, 1, Draws / 4);
    }

    // Four points about the prediction leave an error of the step's fourth power times the fifth derivative, which for logarithms of a
    // prediction u away from the end is 24 / u^5: relative to the derivative 1 / u that is 0.8 Step^4, and 1e-12. The rounding of the loss,
    // some 1e-15 of its terms, is divided by the step: hence 1e-9 of what the loss is made of, over u.
    [Fact]
    public void Derivatives_are_the_slope_of_the_loss()
    {
        const int Draws = 1000;
        const double Tolerance = 1e-9;
        List<string> failures = [];
        int compared = 0;
        for (int number = 0; number < Draws; number++)
        {
            CombinationDraw draw = CombinationDraw.Next(new Random(Seed - 1 - number), Conventions.Exact);
            PlainResult plain = PlainLoss.Measure(draw.Problem);
            if (plain.IsNothing || !draw.IsSmooth)
            {
                continue;
            }

            double[] gradient = Values(draw.MeasureWithGradient().Gradient!);
            double scale = plain.Scale + 1;
            for (int i = 0; i < gradient.Length; i += 1 + (gradient.Length / 8))
            {
                double room = draw.RoomOf(i);
                if (room == 0)
                {
                    continue;
                }

                double h = Step * room;
                double slope = ((8 * (Loss(h) - Loss(-h))) - (Loss(2 * h) - Loss(-2 * h))) / (12 * h);
                compared++;
                if (!(Math.Abs(slope - gradient[i]) <= Tolerance * scale / room))
                {
                    failures.Add(string.Create(
                        CultureInfo.InvariantCulture, $"Draw {number} of seed {Seed}: derivative {i} is {gradient[i]:R}, the slope {slope:R}.\n{draw}"));
                    break;
                }

                double Loss(double step) => draw.LossWith(i, step);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {Seed}: {compared} derivatives of {Draws} draws."));
        Assert.True(failures.Count == 0, $"{failures.Count} of {Draws} draws fail, the first:\n{string.Join('\n', failures.Take(3))}");
        Assert.InRange(compared, 2 * Draws, int.MaxValue);
    }

    // A logit of minus infinity takes its class out of the distribution.
    [Theory]
    [InlineData("PyTorch")]
    [InlineData("Onnx")]
    [InlineData("Optax")]
    [InlineData("Exact")]
    public void A_masked_class_is_not_there(string convention)
    {
        CrossEntropyOptions plain = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.Find(convention),
            Gradient = true,
        };
        foreach (CrossEntropyOptions options in (CrossEntropyOptions[])[
            plain,
            plain with { Temperature = 2 },
            plain with { FocalGamma = 0.5 },
            plain with { FocalGamma = 2, FocalAlpha = [0.5] },
            plain with { PolyEpsilon = 2 },
            plain with { GeneralizedQ = 0.5 }])
        {
            LossResult masked = CrossEntropy.Measure(TensorView.Create([1, double.NegativeInfinity, 2.5, 0], 1, 4), TensorView.Create([2]), options);
            LossResult without = CrossEntropy.Measure(TensorView.Create([1, 2.5, 0], 1, 3), TensorView.Create([1]), options);
            Assert.Equal(without.Loss!.Value, masked.Loss!.Value, 1e-15);
            double[] expected = Values(without.Gradient!);
            AssertAllClose([expected[0], 0, expected[1], expected[2]], Values(masked.Gradient!), _ => 1e-15, "derivative");
        }
    }

    // Where all predictions are alike every class has the probability 1 / C, however many there are.
    [Theory]
    [InlineData(5_000)]
    [InlineData(70_000)]
    public void Many_classes_alike_have_what_one_over_their_number_gives(int classes)
    {
        const int Rows = 3;
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.PyTorch,
            FocalGamma = 2,
            PolyEpsilon = 2,
            LabelSmoothing = 0.1,
            Gradient = true,
        };
        LossResult result = CrossEntropy.Measure(TensorView.Create(new double[Rows * classes], Rows, classes), TensorView.Create([0, 17, classes - 1]), options);
        double p = 1.0 / classes;
        double loss = Math.Pow(1 - p, 2) * (Math.Log(classes) + (2 * (1 - p)));
        Assert.Equal(loss, result.Loss!.Value, 1e-12);

        // d/dp of one term, times p, is the derivative to ln p; the shares of the targets are 0.9 and 0.1 / C.
        double slope = (-Math.Pow(1 - p, 2) * (1 + (2 * p))) - (2 * p * (1 - p) * (Math.Log(classes) + (2 * (1 - p))));
        double[] gradient = Values(result.Gradient!);
        Assert.Equal(slope * (0.9 + (0.1 * p) - p) / Rows, gradient[classes + 17], 1e-13);
        Assert.Equal(slope * ((0.1 * p) - p) / Rows, gradient[classes + 18], 1e-13);
    }

    private static void Compare(PlainResult expected, LossResult actual, CombinationDraw draw)
    {
        double tolerance = draw.IsSingle ? SingleTolerance : DoubleTolerance;
        CrossEntropyOptions options = draw.Options;
        Assert.Equal(expected.Ignored, actual.IgnoredCount);
        AssertClose(expected.WeightSum, actual.WeightSum, DoubleTolerance * Math.Abs(expected.WeightSum), "weight sum");
        if (options.Reduction == Reduction.Mean && options.BatchSize is null)
        {
            AssertClose(expected.Divisor, actual.DenominatorValue, DoubleTolerance * Math.Abs(expected.Divisor), "denominator");
        }

        if (options.Reduction is Reduction.Mean or Reduction.Sum)
        {
            AssertClose(expected.Loss, actual.Loss!.Value, (tolerance * expected.Scale) + TinyLoss, "loss");
        }
        else
        {
            AssertAllClose(expected.Values, Values(actual.Values!), i => (tolerance * expected.Scales[i]) + TinyLoss, "value");
        }

        // A mean that is NaN has no derivative, one that is zero by decree has that of a constant.
        if (options.Gradient && draw.IsSmooth && !double.IsNaN(expected.Loss))
        {
            double most = expected.Gradient.Max(Math.Abs);
            AssertAllClose(expected.Gradient, Values(actual.Gradient!), i => (tolerance * (Math.Abs(expected.Gradient[i]) + (most / 10))) + TinyDerivative, "derivative");
        }
    }

    private static void AssertAllClose(double[] expected, double[] actual, Func<int, double> tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            AssertClose(expected[i], actual[i], tolerance(i), $"{what} {i}");
        }
    }

    private static void AssertClose(double expected, double actual, double tolerance, string what)
    {
        bool isClose = double.IsFinite(expected) ? Math.Abs(actual - expected) <= tolerance : actual.Equals(expected);
        Assert.True(isClose, string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, expected {expected:R}, off by {actual - expected:E2} where {tolerance:E2} is allowed."));
    }

    private static double[] Values(TensorView tensor)
    {
        double[] buffer = new double[tensor.Shape.Length];
        return tensor.Read<double>(0, buffer.Length, buffer).ToArray();
    }
}
