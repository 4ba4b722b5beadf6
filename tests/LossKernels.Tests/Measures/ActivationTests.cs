using LossKernels.Measures;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Conversions end where they are told to, and keep their digits at the ends of their range.</summary>
public class ActivationTests
{
    public static TheoryData<Func<TensorView, CancellationToken, TensorView>> Conversions =>
    [
        (values, cancellation) => Activation.Softmax(values, cancellation: cancellation),
        (values, cancellation) => Activation.Softmax(values, axis: 0, log: true, cancellation: cancellation),
        (values, cancellation) => Activation.Sigmoid(values, cancellation: cancellation),
        Activation.InverseSoftmax,
        Activation.InverseSigmoid,
    ];

    [Theory]
    [MemberData(nameof(Conversions))]
    public void A_conversion_is_ended(Func<TensorView, CancellationToken, TensorView> convert)
    {
        TensorView values = TensorView.Create([0.5, 0.25, 0.5, 0.75], 2, 2);
        Assert.Equal(4, convert(values, CancellationToken.None).Shape.Length);
        Assert.Throws<OperationCanceledException>(() => convert(values, new CancellationToken(canceled: true)));
    }

    // What so large a difference is rounded by is large too, and has no part in an exponential that is zero.
    [Theory]
    [InlineData(1e17, 1422.1048121702731)]
    [InlineData(1.7e308, 1e300)]
    [InlineData(1e300, -745)]
    public void Far_below_the_largest_logit_a_probability_is_zero(double largest, double other)
    {
        Assert.Equal([1, 0, 0], Activation.Softmax(TensorView.Create([largest, other, 0.5])).ToArray<double>());
        Assert.Equal([0, 1], Activation.Softmax(TensorView.Create([other, largest]), temperature: 2).ToArray<double>());
    }

    // ln p - ln(1 - p) with 1500 digits by mpmath.
    [Theory]
    [InlineData(0.5000014658397393, 5.863358957042409e-06)]
    [InlineData(0.49999923, -3.079999999935571e-06)]
    [InlineData(0.25, -1.0986122886681098)]
    [InlineData(0.9999999999999999, 36.7368005696771)]
    [InlineData(1e-310, -713.8013788281542)]
    [InlineData(double.Epsilon, -744.4400719213812)]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(-0.0, double.NegativeInfinity)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(0.5, 0)]
    public void Next_to_a_half_and_at_the_ends_a_logit_has_all_its_digits(double probability, double logit)
    {
        double found = Activation.InverseSigmoid(TensorView.Create([probability])).ToArray<double>()[0];
        Assert.True(found == logit || Math.Abs((found / logit) - 1) <= 5e-16, $"{found:R} of {probability:R}");
    }
}
