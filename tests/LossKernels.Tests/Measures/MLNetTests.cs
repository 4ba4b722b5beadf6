using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>
/// ML.NET's losses with what its evaluators do not have, by plain loops: a binary target above 0 is a 1, and its loss, in bits, weighs what 1 does; of several classes
/// the weight is that of the largest target, the first of equals, and the loss is clipped below. Means are over the sum of the weights.
/// </summary>
public sealed class MLNetTests
{
    private const double Tolerance = 1e-14;
    private const double Least = 1e-15f;

    // Targets next to 0, a half and 1, and a probability at each end of what is asked.
    private static readonly double[] Outputs = [0.95, 0.2, 0.35, 0.6, 0.05, 0.75, 0.5, 0.999];
    private static readonly double[] Answers = [1, 0, 0.25, 0.5, 1e-9, 0.75, 0, 1];
    private static readonly double[] SampleWeights = [1, 2, 0.5, 3, 1.5, 0, 4, 1];

    private static readonly double[] Rows = [0.7, 0.2, 0.1, 0.1, 0.58, 0.32, 0.42, 0.42, 0.16, 0, 0.13, 0.87, 0.2, 0.3, 0.7];
    private static readonly double[] SoftTargets = [0.5, 0.5, 0, 0, 0.25, 0.75, 1, 0, 0, 0.2, 0.2, 0.6, 0.3, 0.4, 0.3];
    private static readonly double[] RowWeights = [1, 2, 0.5, 3, 0.25];
    private static readonly double[] ClassWeights = [1, 2, 4];

    [Theory]
    [InlineData(false, 0, Reduction.Mean)]
    [InlineData(true, 0, Reduction.Mean)]
    [InlineData(true, 0, Reduction.Sum)]
    [InlineData(true, 0.2, Reduction.Mean)]
    [InlineData(false, 0.2, Reduction.None)]
    public void Binary(bool isWeighted, double smoothing, Reduction reduction)
    {
        CrossEntropyOptions options = Options(LossKind.Binary, smoothing, reduction) with { ClassWeights = [2, 5] };
        LossResult result = CrossEntropy.Measure(TensorView.Create(Outputs), TensorView.Create(Answers), options, isWeighted ? TensorView.Create(SampleWeights) : null);
        (double Weight, double Loss, double[] Slopes)[] samples = [.. Outputs.Select((p, i) =>
        {
            bool isYes = Answers[i] > 0;
            double z = isYes ? 1 - (smoothing / 2) : smoothing / 2;
            double yes = z == 0 ? 0 : -Math.Log2(p);
            double no = z == 1 ? 0 : -Math.Log2(1 - p);
            double weight = (isYes ? 5 : 2) * (isWeighted ? SampleWeights[i] : 1);
            return (weight, (z * yes) + ((1 - z) * no), new double[] { (((1 - z) / (1 - p)) - (z / p)) / Math.Log(2) });
        })];
        AssertResult(result, samples);
        Assert.True(result.IsInBits);
    }

    [Theory]
    [InlineData(false, 0, Reduction.Mean)]
    [InlineData(true, 0, Reduction.Mean)]
    [InlineData(true, 0, Reduction.Sum)]
    [InlineData(true, 0.3, Reduction.Mean)]
    [InlineData(false, 0.3, Reduction.None)]
    public void Categorical(bool isWeighted, double smoothing, Reduction reduction)
    {
        CrossEntropyOptions options = Options(LossKind.Categorical, smoothing, reduction) with { ClassWeights = ClassWeights };
        LossResult result = CrossEntropy.Measure(TensorView.Create(Rows, 5, 3), TensorView.Create(SoftTargets, 5, 3), options, isWeighted ? TensorView.Create(RowWeights) : null);
        AssertResult(result, [.. RowWeights.Select((weight, row) => Row(row, SoftTargets.AsSpan(3 * row, 3), smoothing, isWeighted ? weight : 1))]);
        Assert.False(result.IsInBits);
    }

    [Theory]
    [InlineData(0, Reduction.Mean)]
    [InlineData(0.3, Reduction.Mean)]
    [InlineData(0.3, Reduction.Sum)]
    public void Sparse(double smoothing, Reduction reduction)
    {
        int[] labels = [0, 2, 1, 0, 2];
        CrossEntropyOptions options = Options(LossKind.Sparse, smoothing, reduction) with { ClassWeights = ClassWeights };
        LossResult result = CrossEntropy.Measure(TensorView.Create(Rows, 5, 3), TensorView.Create(labels), options, TensorView.Create(RowWeights));
        AssertResult(result, [.. labels.Select((label, row) => Row(row, [label == 0 ? 1 : 0, label == 1 ? 1 : 0, label == 2 ? 1 : 0], smoothing, RowWeights[row]))]);
    }

    // -ln of what is between 1e-15 and 1; what is clipped has no slope.
    private static (double Weight, double Loss, double[] Slopes) Row(int row, ReadOnlySpan<double> targets, double smoothing, double weight)
    {
        double loss = 0;
        double[] slopes = new double[3];
        int largest = 0;
        for (int j = 0; j < 3; j++)
        {
            double p = Rows[(3 * row) + j];
            double share = (targets[j] * (1 - smoothing)) + (smoothing / 3);
            loss -= share * Math.Log(Math.Clamp(p, Least, 1));
            slopes[j] = p < Least ? 0 : -share / p;
            largest = targets[j] > targets[largest] ? j : largest;
        }

        return (weight * ClassWeights[largest], loss, slopes);
    }

    private static CrossEntropyOptions Options(LossKind kind, double smoothing, Reduction reduction) =>
        new() { Kind = kind, Convention = Conventions.MLNet, LabelSmoothing = smoothing, Reduction = reduction, Gradient = true };

    private static void AssertResult(LossResult result, (double Weight, double Loss, double[] Slopes)[] samples)
    {
        double divisor = result.Reduction == Reduction.Mean ? samples.Sum(sample => sample.Weight) : 1;
        double[] losses = [.. samples.Select(sample => sample.Weight * sample.Loss)];
        if (result.Reduction == Reduction.None)
        {
            AssertClose(losses, result.Values!);
        }
        else
        {
            Assert.Equal(1, result.Loss!.Value / (losses.Sum() / divisor), Tolerance);
        }

        Assert.Equal(samples.Sum(sample => sample.Weight), result.WeightSum, Tolerance * 100);
        AssertClose([.. samples.SelectMany(sample => sample.Slopes.Select(slope => sample.Weight * slope / divisor))], result.Gradient!);
    }

    private static void AssertClose(double[] expected, TensorView found) =>
        Assert.All(found.ToArray<double>(), (number, i) => Assert.Equal(expected[i], number, (Tolerance * Math.Abs(expected[i])) + 1e-300));
}
