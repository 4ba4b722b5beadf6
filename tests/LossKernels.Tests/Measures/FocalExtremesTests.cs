using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Binary focal losses of predictions that are no probability, or infinite.</summary>
public class FocalExtremesTests
{
    // p_t is 0.9 x 3 - 0.1 x 2, so that the factor is a power of -1.5; the other factor is a tenth of what a wrong and certain prediction costs.
    [Theory]
    [InlineData(1, -1.5)]
    [InlineData(2, 2.25)]
    [InlineData(3, -3.375)]
    [InlineData(4, 5.0625)]
    [InlineData(2.5, double.NaN)]
    public void Powers_of_a_negative_rest_are_those_of_the_formula(double gamma, double factor)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, FocalGamma = gamma };
        double loss = CrossEntropy.Measure(TensorView.Create([3f]), TensorView.Create([0.9f]), options).Loss!.Value;
        Assert.Equal(0.1 * 15.333239 * factor, loss, 1e-5);
    }

    // As without the factor; Keras 3 clips before it, and the cost is that of a wrong and certain prediction.
    [Theory]
    [InlineData("TensorFlow", double.PositiveInfinity, 0, double.NaN)]
    [InlineData("TensorFlow", double.PositiveInfinity, 1, double.NaN)]
    [InlineData("TensorFlow", double.NegativeInfinity, 0, double.NaN)]
    [InlineData("TensorFlow", double.NegativeInfinity, 1, double.PositiveInfinity)]
    [InlineData("PyTorch", double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData("Keras3", double.PositiveInfinity, 0, 15.942385)]
    public void An_infinite_logit_gives_what_the_convention_says(string convention, double logit, double target, double expected)
    {
        CrossEntropyOptions options = new() { Convention = Conventions.Find(convention), Kind = LossKind.Binary, Form = InputForm.Logit, FocalGamma = 2 };
        Assert.Equal(expected, CrossEntropy.Measure(TensorView.Create([(float)logit]), TensorView.Create([(float)target]), options).Loss!.Value, 1e-5);
    }
}
