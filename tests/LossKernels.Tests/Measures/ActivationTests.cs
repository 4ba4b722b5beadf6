using LossKernels.Measures;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Conversions end where they are told to.</summary>
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
}
