using LossKernels.Measures;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Measures;

/// <summary>What logits over a temperature turn into, against 320-bit arithmetic.</summary>
public sealed class TemperatureTests
{
    // A rounded quotient shows where the exponent is large: next to a logit that is far larger, and far below 0.
    private static readonly float[] Logits = [-46.58195f, -64.46554f, -0.1f, 3.3f, 41.7f, 10.123457f];

    [Theory]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(3)]
    public void Single_precision_is_rounded_once(double temperature)
    {
        TensorView rows = TensorView.Create<float>(Logits, 2, 3);
        AssertRounded(Activation.Sigmoid(rows, temperature), i => HighPrecision.Sigmoid(Quotient(i, temperature)));
        AssertRounded(Activation.Sigmoid(rows, temperature, log: true), i => -HighPrecision.Softplus(-Quotient(i, temperature)));
        AssertRounded(Activation.Softmax(rows, temperature: temperature), i => HighPrecision.Exp(LogSoftmax(i, temperature)));
        AssertRounded(Activation.Softmax(rows, temperature: temperature, log: true), i => LogSoftmax(i, temperature));
    }

    private static BigReal Quotient(int i, double temperature) => (BigReal)Logits[i] / temperature;

    private static BigReal LogSoftmax(int i, double temperature)
    {
        int first = i - (i % 3);
        BigReal sum = BigReal.Zero;
        for (int j = first; j < first + 3; j++)
        {
            sum += HighPrecision.Exp(Quotient(j, temperature));
        }

        return Quotient(i, temperature) - HighPrecision.Log(sum);
    }

    private static void AssertRounded(TensorView actual, Func<int, BigReal> expected)
    {
        Assert.Equal(ElementType.Float32, actual.ElementType);
        double[] values = actual.Read<double>(0, Logits.Length, new double[Logits.Length]).ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            Assert.InRange(HighPrecision.UlpError(values[i], expected(i), asFloat: true), 0, 0.51);
        }
    }
}
