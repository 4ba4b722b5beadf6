using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Losses;

/// <summary>Losses that are added up without being written down come to what those come to that are: every length, both precisions, and rows.</summary>
public class SumTests
{
    private static readonly string[] Losses = ["MeanSquaredError", "MeanAbsoluteError", "Huber", "LogCosh", "MeanSquaredLogarithmicError", "PoissonNegativeLogLikelihood"];

    [Fact]
    public void The_sum_is_that_of_the_losses()
    {
        Random random = new(11);
        for (int length = 1; length <= 70; length++)
        {
            Compare<double>([.. Enumerable.Range(0, length).Select(_ => 4 * random.NextDouble())], new Shape(length), 1e-14);
            Compare<float>([.. Enumerable.Range(0, length).Select(_ => 4 * random.NextSingle())], new Shape(length), 1e-7);
            Compare<double>([.. Enumerable.Range(0, 3 * length).Select(_ => 4 * random.NextDouble())], new Shape(3, length), 1e-14);
            Compare<float>([.. Enumerable.Range(0, 3 * length).Select(_ => 4 * random.NextSingle())], new Shape(3, length), 1e-7);
        }
    }

    [Fact]
    public void The_standard_error_is_that_of_the_losses()
    {
        Random random = new(12);
        double[] prediction = [.. Enumerable.Range(0, 10_000).Select(_ => 1000 + random.NextDouble())];
        double[] target = new double[prediction.Length];
        LossResult result = Loss.Measure(TensorView.Create<double>(prediction), TensorView.Create<double>(target), LossFunctions.Find("mae").CreateOptions());
        double mean = prediction.Average();
        double expected = Math.Sqrt(prediction.Sum(loss => (loss - mean) * (loss - mean)) / (prediction.Length - 1) / prediction.Length);
        Assert.Equal(expected, result.StandardError!.Value, 1e-9 * expected);
    }

    [Theory]
    [InlineData("TensorFlow")]
    [InlineData("PyTorch")]
    public void Rows_of_every_length_and_number_are_samples(string convention)
    {
        Random random = new(13);
        LossOptions options = LossFunctions.Find("mse").CreateOptions(Conventions.Find(convention));
        foreach (int outputs in (int[])[.. Enumerable.Range(1, 40), 100, 1023, 1024, 1025, 2500])
        {
            foreach (int rows in (int[])[2, 3, 4, 5, 8, 9, 13, 31])
            {
                Shape shape = new(rows, outputs);
                float[] prediction = [.. Enumerable.Range(0, rows * outputs).Select(_ => random.NextSingle())];
                float[] target = [.. Enumerable.Range(0, rows * outputs).Select(_ => random.NextSingle())];
                Check(Loss.Measure(TensorView.Create<float>(prediction, shape), TensorView.Create<float>(target, shape), options));
                double[] widePrediction = [.. prediction.Select(value => (double)value)];
                double[] wideTarget = [.. target.Select(value => (double)value)];
                Check(Loss.Measure(TensorView.Create<double>(widePrediction, shape), TensorView.Create<double>(wideTarget, shape), options));

                void Check(LossResult result)
                {
                    double[] ofRows = [.. Enumerable.Range(0, rows).Select(row => Enumerable.Range(row * outputs, outputs).Average(i => Math.Pow((double)prediction[i] - target[i], 2)))];
                    double mean = ofRows.Average();
                    double error = Math.Sqrt(ofRows.Sum(loss => (loss - mean) * (loss - mean)) / (rows - 1) / rows);
                    Assert.Equal(mean, result.Loss!.Value, 1e-14 * mean);
                    Assert.Equal(error, result.StandardError!.Value, 1e-12 * mean);
                    Assert.Equal(rows, result.SampleCount);
                }
            }
        }
    }

    // Where float32 has no number for a loss, or the loss is none, it is what double makes of it: alone, in rows that are short and in rows that are long.
    [Theory]
    [InlineData("LogCosh", 3e38f, -3e38f)]
    [InlineData("LogCosh", float.PositiveInfinity, 1)]
    [InlineData("SoftMargin", -3e30f, 2e20f)]
    [InlineData("PoissonNegativeLogLikelihood", 100, 3)]
    [InlineData("PoissonNegativeLogLikelihood", float.NegativeInfinity, 3)]
    [InlineData("MeanSquaredLogarithmicError", float.PositiveInfinity, 3)]
    [InlineData("MeanSquaredLogarithmicError", 2, float.NaN)]
    [InlineData("Poisson", float.PositiveInfinity, 0)]
    [InlineData("Poisson", -1, 2)]
    public void An_unusual_loss_is_that_of_double(string name, float prediction, float target)
    {
        LossOptions options = LossFunctions.Find(name).CreateOptions();
        foreach (int outputs in (int[])[1, 3, 20, 2000])
        {
            Shape shape = new(40, outputs);
            float[] predictions = [.. Enumerable.Repeat(1f, (int)shape.Length)];
            float[] targets = [.. predictions];
            (predictions[^2], targets[^2]) = (prediction, target);
            double[] widePredictions = [.. predictions.Select(value => (double)value)];
            double[] wideTargets = [.. targets.Select(value => (double)value)];
            double expected = Loss.Measure(TensorView.Create<double>(widePredictions, shape), TensorView.Create<double>(wideTargets, shape), options).Loss!.Value;
            double tolerance = double.IsFinite(expected) ? 1e-6 * Math.Abs(expected) : 0;
            Assert.Equal(expected, Loss.Measure(TensorView.Create<float>(predictions, shape), TensorView.Create<float>(targets, shape), options).Loss!.Value, tolerance);
        }
    }

    // No share has no logarithm, and the quotient of one share and a tiny one no number of float32.
    [Theory]
    [InlineData(0.3f, 0)]
    [InlineData(1e-30f, 0)]
    [InlineData(1e-30f, 0.4f)]
    [InlineData(0.4f, 1e-30f)]
    [InlineData(1e-42f, 0.4f)]
    [InlineData(0.4f, 1e-42f)]
    [InlineData(0, 0.4f)]
    [InlineData(0, 0)]
    [InlineData(1e-30f, 1e38f)]
    public void A_divergence_of_tiny_shares_is_that_of_double(float prediction, float target)
    {
        LossFunctionOptions unclipped = (LossFunctionOptions)LossFunctions.Find("KullbackLeiblerDivergence").CreateOptions();
        LossOptions options = unclipped with { Numbers = unclipped.Numbers.SetItem("Epsilon", 0) };
        LossOptions wide = options with { DataType = ElementType.Float64 };
        TensorView predictions = TensorView.Create<float>((float[])[prediction, prediction, 0.5f], new Shape(1, 3));
        TensorView targets = TensorView.Create<float>((float[])[target, target, 0.25f], new Shape(1, 3));
        double expected = Loss.Measure(predictions, targets, wide).Loss!.Value;
        double found = Loss.Measure(predictions, targets, options).Loss!.Value;
        Assert.Equal(expected, found, double.IsFinite(expected) ? 1e-7 * Math.Abs(expected) : 0);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_found_where_it_is()
    {
        double[] prediction = new double[20_000];
        prediction[18_000] = double.NaN;
        LossResult result = Loss.Measure(TensorView.Create<double>(prediction), TensorView.Create<double>(new double[20_000]), LossFunctions.Find("mse").CreateOptions());
        Assert.True(double.IsNaN(result.Loss!.Value));
        Assert.Contains(result.Diagnostics, found => found.Id == "LossNotANumber" && found.FirstRow == 18_000);
    }

    private static void Compare<T>(T[] prediction, Shape shape, double tolerance)
        where T : unmanaged
    {
        TensorView given = TensorView.Create<T>(prediction, shape);
        TensorView target = TensorView.Create<T>(new T[prediction.Length], shape);
        foreach (string name in Losses)
        {
            LossOptions options = LossFunctions.Find(name).CreateOptions();
            TensorView kept = Loss.Measure(given, target, options with { Reduction = Reduction.PerElement }).Values!;
            double expected = kept.Read(0, prediction.Length, new double[prediction.Length]).ToArray().Average();
            Assert.Equal(expected, Loss.Measure(given, target, options).Loss!.Value, tolerance * expected);
        }
    }
}
