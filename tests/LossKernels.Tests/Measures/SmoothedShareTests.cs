using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Measures;

/// <summary>Smoothed losses of probabilities that sum to anything keep their digits: by the same sums in 320-bit arithmetic.</summary>
public sealed class SmoothedShareTests
{
    private const int Draws = 300;

    // In units of 2^-53: of the loss, which has no terms below zero, and of what a derivative's terms add up to.
    private const double MostOfLoss = 4;
    private const double MostOfSlope = 8;

    // By how many powers of ten rows are off at most. Where they are clipped first they lie between the bounds.
    [Theory]
    [InlineData("Keras3", LossKind.Categorical, -250, 250)]
    [InlineData("Keras3", LossKind.Categorical, -6, 9)]
    [InlineData("Keras3", LossKind.Sparse, -250, 250)]
    [InlineData("TensorFlow", LossKind.Categorical, -6, 9)]
    [InlineData("TensorFlow", LossKind.Sparse, -3, 0)]
    public void Rows_of_any_sum_have_losses_of_all_digits(string convention, LossKind kind, int least, int most)
    {
        Random random = new(17);
        List<string> failures = [];
        for (int draw = 0; draw < Draws; draw++)
        {
            int classes = new[] { 2, 3, 7, 16, 70 }[random.Next(5)];
            double scale = Math.Pow(10, least + (random.NextDouble() * (most - least)));
            double[] given = [.. Enumerable.Range(0, classes).Select(_ => scale * (0.001 + (0.998 * random.NextDouble())))];
            int label = random.Next(classes);
            double[] soft = [.. Enumerable.Range(0, classes).Select(_ => random.NextDouble())];
            double[] targets = kind == LossKind.Sparse || draw % 2 == 0 ? [.. Enumerable.Range(0, classes).Select(j => j == label ? 1.0 : 0)] : soft;
            CrossEntropyOptions options = new()
            {
                Kind = kind,
                Convention = Conventions.Find(convention),
                DataType = ElementType.Float64,
                LabelSmoothing = random.Next(4) == 0 ? 1 : random.NextDouble(),
                Reduction = Reduction.Sum,
                Gradient = true,
            };
            LossResult result = CrossEntropy.Measure(
                TensorView.Create(given, 1, classes), kind == LossKind.Sparse ? TensorView.Create([(double)label]) : TensorView.Create(targets, 1, classes), options);
            (ExactSum loss, ExactSum[] slopes) = new ExactLoss(options, normalises: true).Row(given, targets);
            Compare(result.Loss!.Value, loss.Value, loss.Value, MostOfLoss, $"loss {draw}");
            double[] derivatives = result.Gradient!.ToArray<double>();
            for (int j = 0; j < classes; j++)
            {
                Compare(derivatives[j], slopes[j].Value, slopes[j].Size, MostOfSlope, $"derivative {j} of {draw}");
            }

            void Compare(double found, BigReal expected, BigReal size, double most, string what)
            {
                double units = Math.Abs(((expected - found) / size).ToDouble()) * Math.ScaleB(1, 53);
                if (!(units <= most))
                {
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"{units:F1} units: {what}, {classes} classes, rows of {scale:G3}, smoothing {options.LabelSmoothing:G3}: {found:R}"));
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} numbers are off, the first:\n{string.Join('\n', failures.OrderByDescending(text => text.Length).Take(5))}");
    }
}
