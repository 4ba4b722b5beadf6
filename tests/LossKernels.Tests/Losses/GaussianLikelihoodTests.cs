using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Losses;

/// <summary>The likelihood of means and variances beside its formula in 320 bits: in both precisions, in rows of every kind of length, and where there is no logarithm.</summary>
public class GaussianLikelihoodTests
{
    [Theory]
    [InlineData(1, 3000)]
    [InlineData(2, 700)]
    [InlineData(7, 200)]
    [InlineData(100, 23)]
    [InlineData(1025, 2)]
    public void A_loss_is_the_average_of_its_formula(int outputs, int rows)
    {
        Random random = new(19);
        float[] predictions = new float[2 * rows * outputs];
        float[] targets = [.. Enumerable.Range(0, rows * outputs).Select(_ => 4 * (random.NextSingle() - 0.5f))];
        BigReal[] expected = new BigReal[rows];
        double[] larger = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            BigReal sum = BigReal.Zero;
            for (int i = 0; i < outputs; i++)
            {
                float target = targets[(row * outputs) + i];
                float mean = random.Next(3) == 0 ? target : target + random.NextSingle() - 0.5f;
                float variance = MathF.ScaleB(0.5f + random.NextSingle(), random.Next(-9, 9));
                (predictions[(2 * row * outputs) + i], predictions[(((2 * row) + 1) * outputs) + i]) = (mean, variance);
                BigReal error = (BigReal)mean - target;
                BigReal logarithm = HighPrecision.Log(variance);
                BigReal quotient = error * error / variance;
                sum += 0.5 * (logarithm + quotient);
                larger[row] = Math.Max(larger[row], 0.5 * Math.Max(Math.Abs(logarithm.ToDouble()), quotient.ToDouble()));
            }

            expected[row] = sum / outputs;
        }

        double[] wide = [.. predictions.Select(value => (double)value)];
        double[] wideTargets = [.. targets.Select(value => (double)value)];
        Check(TensorView.Create<float>(predictions, new Shape(rows, 2 * outputs)), TensorView.Create<float>(targets, new Shape(rows, outputs)), Math.ScaleB(1, -23), Math.ScaleB(1, -26));
        Check(TensorView.Create<double>(wide, new Shape(rows, 2 * outputs)), TensorView.Create<double>(wideTargets, new Shape(rows, outputs)), Math.ScaleB(1, -47), Math.ScaleB(1, -49));

        void Check(TensorView prediction, TensorView target, double ofLoss, double ofLarger)
        {
            LossOptions options = LossFunctions.Find("GaussianNegativeLogLikelihood").CreateOptions();
            if (outputs == 1)
            {
                double[] losses = Loss.Measure(prediction, target, options with { Reduction = Reduction.None }).Values!.Read(0, rows, new double[rows]).ToArray();
                for (int row = 0; row < rows; row++)
                {
                    // Beside what the loss is rounded by: where terms cancel, little of the larger one.
                    double loss = expected[row].ToDouble();
                    Assert.Equal(loss, losses[row], (ofLoss * Math.Abs(loss)) + (ofLarger * larger[row]));
                }
            }

            double mean = Loss.Measure(prediction, target, options).Loss!.Value;
            double average = expected.Average(loss => loss.ToDouble());
            Assert.Equal(average, mean, ofLarger / 2 * Math.Max(1, Math.Abs(average)));
        }
    }

    [Theory]
    [InlineData(1, 3000)]
    [InlineData(7, 200)]
    public void Columns_are_the_same_numbers_as_rows(int outputs, int rows)
    {
        Random random = new(23);
        float[] predictions = [.. Enumerable.Range(0, 2 * outputs * rows).Select(_ => 0.1f + random.NextSingle())];
        float[] targets = [.. Enumerable.Range(0, outputs * rows).Select(_ => random.NextSingle())];
        LossOptions options = LossFunctions.Find("GaussianNegativeLogLikelihood").CreateOptions();
        double ofRows = Loss.Measure(TensorView.Create<float>(predictions, new Shape(rows, 2 * outputs)), TensorView.Create<float>(targets, new Shape(rows, outputs)), options).Loss!.Value;
        double ofColumns = Loss.Measure(
            TensorView.Create<float>(Turned(predictions, rows), new Shape(1, 2 * outputs, rows)),
            TensorView.Create<float>(Turned(targets, rows), new Shape(1, outputs, rows)),
            options with { Axis = 1 }).Loss!.Value;
        Assert.Equal(ofRows, ofColumns);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    [InlineData(1e-45f)]
    public void An_unusual_variance_gives_what_double_makes_of_it(float variance)
    {
        float[] predictions = [.. Enumerable.Repeat(1f, 80)];
        predictions[61] = variance;
        TensorView prediction = TensorView.Create<float>(predictions, new Shape(40, 2));
        TensorView target = TensorView.Create<float>((float[])[.. Enumerable.Repeat(0.5f, 40)], new Shape(40, 1));
        LossFunctionOptions known = (LossFunctionOptions)LossFunctions.Find("GaussianNegativeLogLikelihood").CreateOptions();
        LossOptions options = known with { Numbers = known.Numbers.SetItem("Epsilon", 0) };
        double expected = Loss.Measure(prediction, target, options with { DataType = ElementType.Float64 }).Loss!.Value;
        double found = Loss.Measure(prediction, target, options).Loss!.Value;
        Assert.Equal(expected, found, double.IsFinite(expected) ? 1e-8 * Math.Abs(expected) : 0);
    }

    // PyTorch 2 refuses: "var has negative entry/entries". Where the variances stand, in rows of several outputs and in columns.
    [Theory]
    [InlineData("PyTorch", -1e-7)]
    [InlineData("PyTorch", double.NegativeInfinity)]
    [InlineData("Exact", -0.5)]
    public void A_negative_variance_is_refused_and_a_negative_mean_is_not(string convention, double negative)
    {
        const int Rows = 40;
        LossOptions options = LossFunctions.Find("GaussianNegativeLogLikelihood").CreateOptions(Conventions.Find(convention));
        foreach (int outputs in (int[])[1, 2, 5])
        {
            float[] predictions = [.. Enumerable.Repeat(1f, 2 * outputs * Rows)];
            predictions[2 * outputs * 3] = -4;
            predictions[2 * outputs * 9] = float.NaN;
            TensorView target = TensorView.Create<float>(new float[outputs * Rows], new Shape(Rows, outputs));
            Assert.NotNull(Loss.Measure(TensorView.Create<float>(predictions, new Shape(Rows, 2 * outputs)), target, options).Loss);

            predictions[(2 * outputs * 17) + (2 * outputs) - 1] = (float)negative;
            predictions[(2 * outputs * 30) + outputs] = -1;
            Check(TensorView.Create<float>(predictions, new Shape(Rows, 2 * outputs)), target, options);
            Check(
                TensorView.Create<float>(Turned(predictions, Rows), new Shape(1, 2 * outputs, Rows)),
                TensorView.Create<float>(new float[outputs * Rows], new Shape(1, outputs, Rows)),
                options with { Axis = 1 });

            void Check(TensorView prediction, TensorView targets, LossOptions measured)
            {
                LossException failure = Assert.Throws<LossException>(() => Loss.Measure(prediction, targets, measured));
                Assert.Equal(("VarianceOutOfRange", 17L), (failure.Id, failure.Row));
                Assert.Contains($"sample 17, column {(2 * outputs) - 1} of the predictions, is negative", failure.Message, StringComparison.Ordinal);
                Assert.Contains("logarithm", failure.Remedy, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(3, "Give 2 predictions for each target, side by side in the row of a sample: @(mean, variance), or @(mean, mean, variance, variance) for two targets.")]
    [InlineData(4, "Give targets of shape (5, 2), or 2 predictions for each target, side by side in the row of a sample: @(mean, variance), or @(mean, mean, variance, variance) for two targets.")]
    public void Shapes_that_do_not_fit_are_told_with_what_the_predictions_are(int columns, string remedy)
    {
        LossException failure = Assert.Throws<LossException>(() => Loss.Measure(
            TensorView.Create(new double[5 * columns], 5, columns), TensorView.Create(new double[15], 5, 3), LossFunctions.Find("gaussian_nll").CreateOptions()));
        Assert.Equal("ShapeMismatch", failure.Id);
        Assert.Equal($"Targets of shape (5, 3) do not belong to predictions of shape (5, {columns}): the predictions of a sample are its means and then as many variances, on axis 1.", failure.Message);
        Assert.Equal(remedy, failure.Remedy);
    }

    // Means and variances in two arrays are on the first axis, which the remedy names, and it is right.
    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, 0)]
    [InlineData(new[] { 2, 5, 2 }, new[] { 5, 2 }, 0)]
    [InlineData(new[] { 5, 3, 2 }, new[] { 5, 3 }, 2)]
    public void The_axis_of_means_and_variances_is_found(int[] shape, int[] targets, int axis)
    {
        TensorView target = TensorView.Create(new double[new Shape(targets).Length], targets);
        TensorView prediction = TensorView.Create([.. Enumerable.Repeat(1.0, (int)new Shape(shape).Length)], shape);
        LossOptions options = LossFunctions.Find("gaussian_nll").CreateOptions();
        LossException failure = Assert.Throws<LossException>(() => Loss.Measure(prediction, target, options));
        Assert.StartsWith($"Add `Axis = {axis}` if that is the axis of means and then as many variances; else give 2 predictions", failure.Remedy, StringComparison.Ordinal);

        // A half of ln 1 and of (0 - 1)^2 / 1.
        Assert.Equal(0.5, Loss.Measure(prediction, target, options with { Axis = axis }).Loss);
    }

    private static float[] Turned(float[] rows, int count) =>
        [.. Enumerable.Range(0, rows.Length).Select(i => rows[(i % count * (rows.Length / count)) + (i / count)])];
}
