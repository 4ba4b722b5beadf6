using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Losses;

/// <summary>The divergence of a pair beside its formula in 320 bits: of numbers next to each other, far apart, of any magnitude, and of zeros.</summary>
public class JensenShannonTests
{
    private const int Pairs = 20000;

    [Theory]
    [InlineData(1e-15)]
    [InlineData(1e-7)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(2.5)]
    [InlineData(40)]
    [InlineData(600)]
    public void A_pair_is_within_eight_ulp_of_its_formula(double spread)
    {
        Random random = new(31);
        double[] predictions = new double[Pairs];
        double[] targets = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            double scale = i % 4 == 0 ? Math.ScaleB(1, random.Next(-90, 90)) : 1;
            predictions[i] = scale * (0.01 + random.NextDouble());
            targets[i] = predictions[i] * (spread < 0.1 ? 1 + (spread * ((2 * random.NextDouble()) - 1)) : Math.Exp(spread * ((2 * random.NextDouble()) - 1)));
        }

        double[] losses = Losses(predictions, targets);
        for (int i = 0; i < Pairs; i++)
        {
            double expected = Formula(predictions[i], targets[i]);
            Assert.Equal(expected, losses[i], 8 * (Math.BitIncrement(expected) - expected));
        }
    }

    [Fact]
    public void Zeros_and_what_has_no_logarithm_are_what_the_formula_makes_of_them()
    {
        double[] predictions = [0, 0, 0.5, 5e-324, -0.5, double.NaN, -0.0, 0.25];
        double[] targets = [0, 0.5, 0, 0, 0.5, 0.5, 0.25, 0.25];
        double halfLogarithm = 0.5 * Math.Log(2);
        double[] expected = [0, 0.5 * halfLogarithm, 0.5 * halfLogarithm, 0, double.NaN, double.NaN, 0.25 * halfLogarithm, 0];
        Assert.Equal(expected, Losses(predictions, targets), (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-16);
    }

    private static double[] Losses(double[] predictions, double[] targets)
    {
        int rows = predictions.Length;
        LossOptions options = LossFunctions.Find("JensenShannonDivergence").CreateOptions(Conventions.Exact) with { Reduction = Reduction.None };
        return Loss.Measure(TensorView.Create<double>(predictions, new Shape(rows, 1)), TensorView.Create<double>(targets, new Shape(rows, 1)), options)
            .Values!.Read(0, rows, new double[rows]).ToArray();
    }

    private static double Formula(double a, double b)
    {
        BigReal sum = (BigReal)a + b;
        return (0.5 * ((a * HighPrecision.Log(2 * (BigReal)a / sum)) + (b * HighPrecision.Log(2 * (BigReal)b / sum)))).ToDouble();
    }
}
