using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Measures;

/// <summary>What logits over a temperature turn into and cost, against 320-bit arithmetic.</summary>
public sealed class TemperatureTests
{
    private const double SmallestNormal = 2.2250738585072014e-308;

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

    // By numbers, by targets that do not sum to one, whose derivatives TensorFlow has otherwise, and binary; small losses, and those of large logits.
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(2)]
    [InlineData(3)]
    public void Losses_of_double_precision_keep_their_digits(double temperature)
    {
        const int Rows = 40;
        const int Classes = 3;
        Random random = new(7);
        foreach (double scale in new[] { 1.0, 30, 700 })
        {
            double[] logits = [.. Enumerable.Range(0, Rows * Classes).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
            double[] soft = [.. Enumerable.Range(0, Rows * Classes).Select(_ => random.NextDouble())];
            BigReal[][] quotients = [.. logits.Chunk(Classes).Select(row => row.Select(x => (BigReal)x / temperature).ToArray())];
            double[] labels = [.. logits.Chunk(Classes).Select((row, r) => r % 2 == 0 ? Array.IndexOf(row, row.Max()) : (double)random.Next(Classes))];
            BigReal[] ofClasses = [.. quotients.SelectMany(row => row.Select((_, label) => OfClass(row, label)))];

            AssertDigits(LossKind.Sparse, logits, TensorView.Create(labels), temperature, r => ofClasses[(r * Classes) + (int)labels[r]]);
            AssertDigits(LossKind.Categorical, logits, TensorView.Create(soft, Rows, Classes), temperature, r =>
            {
                BigReal sum = BigReal.Zero;
                for (int j = r * Classes; j < (r + 1) * Classes; j++)
                {
                    sum += soft[j] * ofClasses[j];
                }

                return sum;
            });
            // An option does not change that.
            AssertDigits(
                LossKind.Sparse,
                logits,
                TensorView.Create(labels),
                temperature,
                r => ofClasses[(r * Classes) + (int)labels[r]] + Missed(quotients[r], (int)labels[r]),
                new() { PolyEpsilon = 1 });
            double[] zs = [.. logits.Select((x, i) => i % 3 == 0 ? soft[i] : x > 0 ? 1.0 : 0)];
            AssertDigits(LossKind.Binary, logits, TensorView.Create(zs, Rows, Classes), temperature, i =>
            {
                BigReal x = (BigReal)logits[i] / temperature;
                return (zs[i] * HighPrecision.Softplus(-x)) + ((BigReal.One - zs[i]) * HighPrecision.Softplus(x));
            });
            AssertDigits(
                LossKind.Binary,
                logits,
                TensorView.Create(zs, Rows, Classes),
                temperature,
                i =>
                {
                    BigReal x = (BigReal)logits[i] / temperature;
                    return (3 * (BigReal)zs[i] * HighPrecision.Softplus(-x)) + ((BigReal.One - zs[i]) * HighPrecision.Softplus(x));
                },
                new() { PositiveWeights = [3] });
        }
    }

    private static void AssertDigits(LossKind kind, double[] logits, TensorView target, double temperature, Func<int, BigReal> expected, CrossEntropyOptions? more = null)
    {
        CrossEntropyOptions options = (more ?? new()) with
        {
            Kind = kind,
            Form = InputForm.Logit,
            Temperature = temperature,
            Reduction = kind == LossKind.Binary ? Reduction.PerElement : Reduction.None,
        };
        TensorView losses = CrossEntropy.Measure(TensorView.Create(logits, logits.Length / 3, 3), target, options).Values!;
        double[] values = losses.Read<double>(0, (int)losses.Shape.Length, new double[losses.Shape.Length]).ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            BigReal loss = expected(i);
            if (loss > SmallestNormal)
            {
                Assert.InRange(HighPrecision.UlpError(values[i], loss, asFloat: false), 0, 4);
            }
        }
    }

    // ln(1 + sum of e^(x_j - x_k)), of which a small loss has all digits.
    private static BigReal OfClass(BigReal[] row, int label) => HighPrecision.Log1P(Tail(row, label));

    // 1 - p.
    private static BigReal Missed(BigReal[] row, int label) => Tail(row, label) / (BigReal.One + Tail(row, label));

    private static BigReal Tail(BigReal[] row, int label)
    {
        BigReal tail = BigReal.Zero;
        for (int j = 0; j < row.Length; j++)
        {
            tail += j == label ? BigReal.Zero : HighPrecision.Exp(row[j] - row[label]);
        }

        return tail;
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
