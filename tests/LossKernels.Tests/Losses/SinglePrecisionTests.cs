using System.Globalization;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;
using Xunit.Abstractions;

namespace LossKernels.Tests.Losses;

/// <summary>
/// Losses that are computed in float32, or as exactly as float32 only, beside their formulas in 320 bits: where predictions and targets are ordinary,
/// neighbours, tiny, huge, far apart, or zero.
/// </summary>
public class SinglePrecisionTests(ITestOutputHelper output)
{
    private const float Keras = 1e-7f;
    private const int PairsOfEach = 100;

    // Of the term that is added up of two numbers and from which the other is taken: these are 2^-26 of it off together, over every float32; and of what is left
    // beside the lesser, at most 0.08 of the term, half an ulp is rounded.
    private const int OfPieces = -25;

    // A loss, how many ulp of it are allowed, and of its largest term how much more, where terms cancel.
    private static readonly Dictionary<string, Exactness> Known = new()
    {
        ["MeanSquaredError"] = new("TensorFlow", Draw.Real, Draw.Real, 0.51, (p, t) => ((p - t) * (p - t), 0d)),
        ["MeanAbsolutePercentageError"] = new("TensorFlow", Draw.Real, Draw.Real, 0.51, (p, t) => (100d * BigReal.Abs(p - t) / Largest(BigReal.Abs(t), Keras), 0d)),
        ["MeanSquaredLogarithmicError"] = new("TensorFlow", Draw.Real, Draw.Real, 3, (p, t) => (OfLogarithms(Largest(p, Keras), Largest(t, Keras)), 0d)),
        ["KullbackLeiblerDivergence"] = new("TensorFlow", Draw.Positive, Draw.Positive, 3, (p, t) => (OfQuotient(Within(p), Within(t)), 0d)) { HasRows = true },
        ["LogCosh"] = new("TensorFlow", Draw.Real, Draw.Real, 3, (p, t) => (LogCosh(BigReal.Abs(p - t)), 0d)),
        ["Poisson"] = new("TensorFlow", Draw.Positive, Draw.Positive, 2, (p, t) =>
        {
            BigReal term = t * HighPrecision.Log(p + Keras);
            return (p - term, BigReal.Scale(t, OfPieces));
        }),
        ["PoissonNegativeLogLikelihood"] = new("PyTorch", Draw.Real, Draw.Positive, 2, (x, t) =>
        {
            BigReal rate = Exp(x);
            return (rate - (t * x), BigReal.Scale(rate, OfPieces));
        })
        {
            Largest = 88,
        },
        ["SoftMargin"] = new("PyTorch", Draw.Real, Draw.Real, 2, (x, t) => (Softplus(-(t * x)), 0d)),
    };

    public static TheoryData<string> Names => [.. Known.Keys];

    [Fact]
    public void A_quotient_that_float32_has_no_place_for_is_seen()
    {
        float[] predictions = [.. Enumerable.Range(0, 400).Select(i => 1e31f * MathF.Pow(10, i / 60f))];
        float[] targets = [.. Enumerable.Range(0, 400).Select(i => MathF.ScaleB(1 + (i % 3), -24) - 1)];
        LossOptions options = LossFunctions.Find("MeanSquaredLogarithmicError").CreateOptions() with { Convention = Conventions.ScikitLearn, Reduction = Reduction.None };
        LossResult result = Loss.Measure(TensorView.Create(predictions, [400, 1]), TensorView.Create(targets, [400, 1]), options);
        float[] losses = result.Values!.Read(0, 400, new float[400]).ToArray();
        for (int i = 0; i < losses.Length; i++)
        {
            double ulp = HighPrecision.UlpError(losses[i], OfLogarithms(predictions[i], targets[i]), asFloat: true);
            Assert.True(ulp <= 3, $"{predictions[i]:R} for {targets[i]:R}: {losses[i]:R}, {ulp:F2} ulp");
        }
    }

    [Fact]
    public void An_expected_count_next_to_the_largest_number_costs_no_more_than_itself()
    {
        float[] predictions = [1.5e38f, 2.5e38f, 3.2e38f, 3.25e38f, 3.3e38f, float.MaxValue];
        float[] losses = Losses("Poisson", Known["Poisson"], predictions, [.. predictions.Select(_ => 1000f)]);
        Assert.Equal(predictions, losses);
    }

    [Fact]
    public void Targets_of_nothing_diverge_by_nothing_that_is_not_negative()
    {
        LossOptions options = LossFunctions.Find("KullbackLeiblerDivergence").CreateOptions() with { Convention = Conventions.TensorFlowJs, Reduction = Reduction.None };
        LossResult result = Loss.Measure(TensorView.Create((float[])[0.5f, 0.5f], [1, 2]), TensorView.Create((float[])[0, 0], [1, 2]), options);
        Assert.Equal([0], result.Values!.Read(0, 1, new float[1]).ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loss_of_float32_numbers_is_as_exact_as_float32(string name)
    {
        Exactness exactness = Known[name];
        (float[] predictions, float[] targets) = Draws(exactness);
        float[] losses = Losses(name, exactness, predictions, targets);
        double worst = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            (BigReal expected, BigReal allowance) = exactness.Reference(predictions[i], targets[i]);
            BigReal off = BigReal.Abs((double)losses[i] - expected) - allowance;
            double ulp = !float.IsFinite(losses[i]) || off.Sign > 0 ? HighPrecision.UlpError(losses[i], off.Sign > 0 && losses[i] > expected ? expected + allowance : expected - allowance, asFloat: true) : 0;
            worst = Math.Max(worst, ulp);
            Assert.True(
                ulp <= exactness.Ulp, string.Create(CultureInfo.InvariantCulture, $"{name}({predictions[i]:R}, {targets[i]:R}) is {losses[i]:R}, not {expected}: {ulp:F2} ulp off."));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {worst:F3} ulp"));
        Assert.True(worst > 0, "Nothing was rounded: nothing was measured.");
    }

    private static float[] Losses(string name, Exactness exactness, float[] predictions, float[] targets)
    {
        LossOptions options = LossFunctions.Find(name).CreateOptions(Conventions.Find(exactness.Convention)) with
        {
            Reduction = exactness.HasRows ? Reduction.None : Reduction.PerElement,
        };
        Shape shape = exactness.HasRows ? new(predictions.Length, 1) : new(predictions.Length);
        TensorView values = Loss.Measure(TensorView.Create<float>(predictions, shape), TensorView.Create<float>(targets, shape), options).Values!;
        return values.Read(0, predictions.Length, new float[predictions.Length]).ToArray();
    }

    private static (float[] Predictions, float[] Targets) Draws(Exactness exactness)
    {
        Random random = new(17);

        // The last three are those of which a squared logarithmic error shows any rounding that is not made good.
        List<(float P, float T)> pairs = [(0, 0), (1, 1), (0, 1), (1, 0), (0.7259091f, 0.2175125f), (0.017240701f, 0.017240744f), (16771049, 16832360)];
        for (int i = 0; i < PairsOfEach; i++)
        {
            float prediction = Number(exactness.Predictions, 3);
            float target = Number(exactness.Targets, 3);
            pairs.Add((prediction, target));
            pairs.Add((Near(target, random.Next(1, 20)), target));
            pairs.Add((target * (1 + (random.NextSingle() / 8)), target));
            pairs.Add((Power(exactness.Predictions, -130, 0), Power(exactness.Targets, -130, 0)));
            pairs.Add((Power(exactness.Predictions, -20, 6), Power(exactness.Targets, -20, 6)));
            pairs.Add((Power(exactness.Predictions, 0, 60), Power(exactness.Targets, 0, 60)));
            pairs.Add((prediction, 0));
            pairs.Add((0, target));

            // Where the terms of the likelihoods cancel, the logarithm or the exponential has the size of what is left.
            pairs.Add((prediction, (float)(prediction / Math.Log(Math.Abs(prediction)))));
            pairs.Add((prediction, (float)(Math.Exp(prediction) / prediction)));
            pairs.Add((1 + (prediction * 1e-4f), target));
        }

        pairs = [.. pairs.Where(pair => float.IsFinite(pair.P) && float.IsFinite(pair.T) && Math.Abs(pair.P) <= exactness.Largest && IsDrawn(exactness.Predictions, pair.P) && IsDrawn(exactness.Targets, pair.T))];
        return ([.. pairs.Select(pair => pair.P)], [.. pairs.Select(pair => pair.T)]);

        float Number(Draw draw, float size) => draw == Draw.Positive ? size * random.NextSingle() : size * 2 * (random.NextSingle() - 0.5f);

        float Power(Draw draw, int least, int most) => Number(draw, 1) * MathF.ScaleB(1, random.Next(least, most));

        static float Near(float value, int steps) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) + steps);
    }

    private static bool IsDrawn(Draw draw, float value) => draw != Draw.Positive || value >= 0;

    private static BigReal Largest(BigReal a, BigReal b) => a > b ? a : b;

    private static BigReal OfLogarithms(BigReal p, BigReal t)
    {
        BigReal error = HighPrecision.Log1P(p) - HighPrecision.Log1P(t);
        return error * error;
    }

    private static BigReal Within(BigReal share) => share > BigReal.One ? BigReal.One : Largest(share, Keras);

    private static BigReal OfQuotient(BigReal p, BigReal t) => t * (HighPrecision.Log(t) - HighPrecision.Log(p));

    private static BigReal LogCosh(BigReal x) => x + HighPrecision.Log1P(Exp(-2d * x)) - HighPrecision.Log1P(BigReal.One);

    private static BigReal Softplus(BigReal x) => x > 0d ? x + HighPrecision.Log1P(Exp(-x)) : HighPrecision.Log1P(Exp(x));

    // Nothing beside any number of float32 where it is less than all of them.
    private static BigReal Exp(BigReal x) => x < -1000d ? BigReal.Zero : HighPrecision.Exp(x);

    private sealed record Exactness(string Convention, Draw Predictions, Draw Targets, double Ulp, Func<BigReal, BigReal, (BigReal Loss, BigReal Allowance)> Reference)
    {
        public float Largest { get; init; } = float.MaxValue;

        /// <summary>Whether it is a row that has a loss, here of one element.</summary>
        public bool HasRows { get; init; }
    }
}
