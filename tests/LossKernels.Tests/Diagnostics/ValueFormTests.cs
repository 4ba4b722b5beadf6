using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Diagnostics;

/// <summary>A number that a loss cannot mean is found at every place, in both precisions, and what is just within is not.</summary>
public sealed class ValueFormTests
{
    private const int MostSamples = 70;

    // The loss, its convention, what is fit for it, and numbers at the border: what is found of the first, and nothing of the second.
    public static TheoryData<string, string, double, string, double[], double[]> Forms => new()
    {
        { "kld", "TensorFlow", 0.5, "PredictionOutsideUnit", [Above(1), -1e-30, double.PositiveInfinity, double.NegativeInfinity, 50], [1, 0, -0.0, double.NaN, 1e-30] },
        { "KLDivLoss", "PyTorch", -0.5, "LogProbabilityAboveZero", [1.1e-6, 0.5, double.PositiveInfinity], [9.9e-7, 0, -0.0, double.NaN, -1e30, double.NegativeInfinity] },
        { "msle", "TensorFlow", 0.5, "NegativeValue", [-1e-30, -0.5, double.NegativeInfinity], [0, -0.0, 1e30, double.PositiveInfinity, double.NaN] },
        { "msle", "ScikitLearn", 0.5, "NegativeValue", [-1, -1.5, double.NegativeInfinity], [-0.99, -0.0, 1e30, double.PositiveInfinity, double.NaN] },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_number_that_a_loss_cannot_mean_is_found_at_every_place(string name, string convention, double fit, string id, double[] beyond, double[] within)
    {
        Check<float>(name, convention, fit, id, beyond, within);
        Check<double>(name, convention, fit, id, beyond, within);
    }

    // The first rows are those of the data, however it comes in.
    [Theory]
    [InlineData(0, 64)]
    [InlineData(30, 34)]
    [InlineData(64, 0)]
    public void The_sums_of_the_first_rows_alone_are_looked_at(int firstWrong, long expected)
    {
        const int Rows = 70_000;
        double[] predictions = [.. Enumerable.Range(0, 2 * Rows).Select(i => i / 2 < firstWrong ? 0.5 : 0.4)];
        double[] targets = [.. Enumerable.Repeat(0.5, 2 * Rows)];
        LossOptions options = LossFunctions.Find("kld").CreateOptions();
        using LossMeter meter = new(options, failure => throw failure);
        for (int row = 0; row < Rows; row++)
        {
            meter.Add(predictions.AsSpan(2 * row, 2), targets.AsSpan(2 * row, 2));
        }

        Check(Loss.Measure(TensorView.Create<double>(predictions, new Shape(Rows, 2)), TensorView.Create<double>(targets, new Shape(Rows, 2)), options));
        Check(meter.Complete());

        void Check(LossResult result)
        {
            Diagnostic? found = result.Diagnostics.FirstOrDefault(found => found.Id == "SumNotOne");
            Assert.Equal((expected, expected == 0 ? 0L : firstWrong), (found?.Count ?? 0, found?.FirstRow ?? 0));
        }
    }

    private static void Check<T>(string name, string convention, double fit, string id, double[] beyond, double[] within)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LossOptions options = LossFunctions.Find(name).CreateOptions(Conventions.Find(convention));
        for (int samples = 1; samples <= MostSamples; samples += samples < 20 ? 1 : 13)
        {
            for (int place = 0; place < samples; place++)
            {
                Assert.Equal((1L, place), Found(beyond[place % beyond.Length], samples, place));
                Assert.Equal((0L, 0L), Found(within[place % within.Length], samples, place));
            }
        }

        (long Count, long Row) Found(double value, int samples, int place)
        {
            T[] predictions = [.. Enumerable.Repeat(T.CreateTruncating(fit), 2 * samples)];
            T[] targets = [.. Enumerable.Repeat(T.CreateTruncating(0.5), 2 * samples)];
            predictions[(2 * place) + (place % 2)] = T.CreateTruncating(value);
            Diagnostic? found = Loss.Measure(
                TensorView.Create<T>(predictions, new Shape(samples, 2)), TensorView.Create<T>(targets, new Shape(samples, 2)), options).Diagnostics.FirstOrDefault(found => found.Id == id);
            return (found?.Count ?? 0, found?.FirstRow ?? 0);
        }
    }

    // Logarithms of targets and of predictions are counted apart, and each is told of by the option that says so.
    [Theory]
    [InlineData(0.5, -1, "2 log-probabilities of the targets lie above 0, first 0.5 in sample 1;", "LogTarget", "LogPrediction")]
    [InlineData(-1, 0.5, "2 log-probabilities of the predictions lie above 0, first 0.5 in sample 1;", "`Numbers[\"LogPrediction\"] = 0`", "LogTarget")]
    [InlineData(0.25, 0.5, "2 log-probabilities of the predictions lie above 0, first 0.5 in sample 1; of the targets 2, first 0.25 in sample 1;", "LogTarget", "`Epsilon`")]
    public void Logarithms_above_zero_are_those_of_targets_or_predictions(double target, double prediction, string message, string remedy, string other)
    {
        LossFunctionOptions options = (LossFunctionOptions)LossFunctions.Find("KLDivLoss").CreateOptions();
        Diagnostic found = Assert.Single(Loss.Measure(
            TensorView.Create([-1, -1, prediction, prediction], 2, 2),
            TensorView.Create([-1, -1, target, target], 2, 2),
            options with { Numbers = options.Numbers.SetItem("LogTarget", 1) }).Diagnostics);
        Assert.StartsWith(message, found.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, found.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(other, found.Remedy, StringComparison.Ordinal);
        Assert.Equal((2, 1), (found.Count, found.FirstRow));
    }

    [Fact]
    public void A_target_of_0_is_found_at_every_place()
    {
        CheckZeros<float>(float.Epsilon);
        CheckZeros<double>(double.Epsilon);
    }

    private static void CheckZeros<T>(T least)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LossOptions options = LossFunctions.Find("mape").CreateOptions(Conventions.TensorFlow);
        for (int samples = 1; samples <= MostSamples; samples += samples < 20 ? 1 : 13)
        {
            for (int place = 0; place < samples; place++)
            {
                Assert.Equal((1L, place), Found(place % 2 == 0 ? T.Zero : T.NegativeZero, samples, place));
                Assert.Equal((0L, 0L), Found(place % 2 == 0 ? least : -least, samples, place));
                Assert.Equal((0L, 0L), Found(place % 2 == 0 ? T.NaN : T.NegativeInfinity, samples, place));
            }
        }

        (long Count, long Row) Found(T value, int samples, int place)
        {
            T[] predictions = [.. Enumerable.Repeat(T.One, samples)];
            T[] targets = [.. Enumerable.Repeat(T.NegativeOne, samples)];
            targets[place] = value;
            Diagnostic? found = Loss.Measure(
                TensorView.Create<T>(predictions, new Shape(samples)), TensorView.Create<T>(targets, new Shape(samples)), options).Diagnostics.FirstOrDefault(found => found.Id == "ZeroTarget");
            return (found?.Count ?? 0, found?.FirstRow ?? 0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_negative_variance_is_found_at_every_place(int outputs)
    {
        CheckVariances<float>(outputs);
        CheckVariances<double>(outputs);
    }

    private static void CheckVariances<T>(int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LossOptions options = LossFunctions.Find("gaussian_nll").CreateOptions();
        for (int samples = 1; samples <= MostSamples; samples += samples < 20 ? 1 : 13)
        {
            for (int place = 0; place < 2 * outputs * samples; place++)
            {
                T[] predictions = [.. Enumerable.Repeat(T.One, 2 * outputs * samples)];
                bool isVariance = place % (2 * outputs) >= outputs;
                predictions[place] = T.CreateTruncating(isVariance ? -1e-30 : -5);
                TensorView prediction = TensorView.Create<T>(predictions, new Shape(samples, 2 * outputs));
                TensorView target = TensorView.Create<T>(new T[outputs * samples], new Shape(samples, outputs));
                Exception? failure = Record.Exception(() => Loss.Measure(prediction, target, options));
                Assert.Equal(isVariance ? place / (2 * outputs) : null, (failure as LossException)?.Row);
                Assert.Equal(isVariance, failure is LossException { Id: "VarianceOutOfRange" });
            }
        }
    }

    private static double Above(double value) => float.BitIncrement((float)value);
}
