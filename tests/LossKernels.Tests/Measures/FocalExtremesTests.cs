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

    // (1 - p)^gamma -ln p of a logit, and its derivative, with 80 digits by mpmath.
    [Theory]
    [InlineData(33.7, 0.5, 1.1127918590541677e-22, -1.669187788581249e-22)]
    [InlineData(33.7, 0.7, 1.3160401280153694e-25, -2.2372682176261243e-25)]
    [InlineData(33.7, 2.3, 5.0362892787976638e-49, -1.6619754620032257e-48)]
    [InlineData(33.7, 2.5, 5.9561531954635104e-52, -2.0846536184122246e-51)]
    [InlineData(33.7, 3, 2.864862874302538e-59, -1.1459451497210129e-58)]
    [InlineData(33.7, 5, 1.5334010600909e-88, -9.20040636054538e-88)]
    [InlineData(91.3, 0.5, 3.3371113904969876e-60, -5.005667085745481e-60)]
    [InlineData(91.3, 0.7, 3.9188032882929713e-68, -6.661965590098051e-68)]
    [InlineData(91.3, 2.3, 1.4171491067262285e-131, -4.6765920521965537e-131)]
    [InlineData(91.3, 2.5, 1.664172372326177e-139, -5.8246033031416194e-139)]
    [InlineData(91.3, 3, 2.4868821717953023e-159, -9.94752868718121e-159)]
    [InlineData(91.3, 5, 1.2401745459614137e-238, -7.441047275768483e-238)]
    public void Small_losses_keep_their_digits(double logit, double gamma, double loss, double slope)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Convention = Conventions.Exact, FocalGamma = gamma, Gradient = true };
        LossResult result = CrossEntropy.Measure(TensorView.Create([logit]), TensorView.Create([1.0]), options);
        Assert.Equal(loss, result.Loss!.Value, 2e-15 * loss);
        Assert.Equal(slope, result.Gradient!.Read<double>(0, 1, new double[1])[0], -2e-15 * slope);
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
