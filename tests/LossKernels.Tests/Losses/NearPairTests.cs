using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Losses;

/// <summary>
/// Losses of double precision that are differences of logarithms, of numbers next to each other, and derivatives of those next to nothing: against the
/// formulas with 1500 digits by mpmath.
/// </summary>
public sealed class NearPairTests
{
    [Theory]
    [InlineData(0.5775601848562752, 0.5775601848562754, 4.952774853305486e-33, -8.92212599351862e-17)]
    [InlineData(1e18, 1.0000000000000097e+18, 9.463398399999908e-29, -1.9455999999999905e-32)]
    [InlineData(-0.9999999999999999, -0.9999999999999998, 0.48045301391820144, -1.2486629536330718e+16)]
    [InlineData(3e-200, 1e300, 477170.8299430558, -1381.5510557964274)]
    [InlineData(-2, -1.9, double.NaN, double.NaN)]
    public void Logarithms_of_errors_have_the_digits_of_their_difference(double prediction, double target, double loss, double slope)
    {
        LossResult result = Measure("msle", Conventions.Exact, [prediction], [target]);
        AssertNear(loss, result.Loss!.Value, 1e-15);
        AssertNear(slope, result.Gradient!.ToArray<double>()[0], 1e-15);
    }

    // The terms are 1e-10 and cancel; each is off by a unit of its own last place.
    [Theory]
    [InlineData("Exact")]
    [InlineData("TensorFlow")]
    [InlineData("TensorFlowJs")]
    public void Distributions_next_to_each_other_diverge_by_the_square(string convention)
    {
        LossResult result = Measure("KullbackLeiblerDivergence", Conventions.Find(convention), [0.25, 0.75], [0.2500000001, 0.7499999999]);
        AssertNear(2.6666671077116264e-20, result.Loss!.Value, 3e-6);
    }

    [Fact]
    public void A_derivative_of_next_to_nothing_is_that_of_the_quotient()
    {
        LossResult result = Measure("KullbackLeiblerDivergence", Conventions.Exact, [1e-310, 0.5], [2e-310, 0.5]);
        Assert.Equal([-2, -1], result.Gradient!.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
        result = Measure("Poisson", Conventions.Exact, [1e-310], [3e-310]);
        Assert.Equal(-2, result.Gradient!.ToArray<double>()[0], 1e-12);
    }

    // (p + epsilon - t) / (p + epsilon) of the doubles.
    [Theory]
    [InlineData("Exact", 0.3000000000000001, 0.3, 3.7007434154171872e-16)]
    [InlineData("Exact", 100000.000000001, 100000, 1.0040821507573027e-14)]
    [InlineData("Keras3", 0.5, 0.5000001, 1.0527113945466788e-16)]
    [InlineData("Keras3", 3e-8, 1.3e-7, -5.0903422310955552e-17)]
    [InlineData("Exact", 2, 1, 0.5)]
    public void The_slope_of_an_expected_count_next_to_the_count_has_the_digits_of_their_difference(string convention, double prediction, double target, double slope) =>
        AssertNear(slope, Measure("Poisson", Conventions.Find(convention), [prediction], [target]).Gradient!.ToArray<double>()[0], 4e-16);

    // e^x - t of the doubles.
    [Theory]
    [InlineData(1.0986122886681098, 3, 2.7213891705004591e-16)]
    [InlineData(-2.3025850929940455, 0.1, 1.7150243628057987e-17)]
    [InlineData(11.512925464970229, 1e5, 1.9719969199099951e-11)]
    [InlineData(0.5, 1.65, -0.0012787292998717643)]
    public void The_slope_of_the_logarithm_of_an_expected_count_has_the_digits_of_their_difference(double prediction, double target, double slope) =>
        AssertNear(slope, Measure("PoissonNLLLoss", Conventions.PyTorch, [prediction], [target]).Gradient!.ToArray<double>()[0], 1e-13);

    private static LossResult Measure(string name, Convention convention, double[] predictions, double[] targets)
    {
        LossOptions options = LossFunctions.Find(name).CreateOptions(convention) with { Gradient = true };
        return Loss.Measure(TensorView.Create<double>(predictions, 1, predictions.Length), TensorView.Create<double>(targets, 1, targets.Length), options);
    }

    private static void AssertNear(double expected, double found, double share) =>
        Assert.True(expected.Equals(found) || Math.Abs((found / expected) - 1) <= share, $"{found:R}, not {expected:R}");
}
