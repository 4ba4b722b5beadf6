using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Measures;

/// <summary>What logits over a temperature turn into and cost, against 320-bit arithmetic.</summary>
public sealed class TemperatureTests
{
    private const double SmallestNormal = 2.2250738585072014e-308;

    private const int Rows = 12;
    private const int Classes = 3;

    // How many units of the sum of its terms a derivative may be off, of 2^-53 each.
    private const double MostUnits = 16 * 1.1102230246251565e-16;

    private static readonly double[] Scales = [1, 30, 700];

    private static readonly CrossEntropyOptions Plain = new() { Form = InputForm.Logit, Convention = Conventions.Exact };

    private static readonly CrossEntropyOptions[] ClassOptions =
    [
        Plain,
        Plain with { Convention = Conventions.TensorFlow },
        Plain with { LabelSmoothing = 0.1 },
        Plain with { PolyEpsilon = 1 },
        Plain with { Convention = Conventions.PyTorch, Axis = -1, ClassWeights = [0.5, 2, 3], LabelSmoothing = 0.25 },
        Plain with { Convention = Conventions.PyTorch, Axis = -1, ClassWeights = [0.5, 2, 3] },
    ];

    private static readonly CrossEntropyOptions[] OutputOptions =
    [
        Plain,
        Plain with { LabelSmoothing = 0.25 },
        Plain with { PositiveWeights = [3] },
    ];

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

    // Results of double precision keep the rounding of a quotient too, unless it is given back to them.
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(3)]
    public void Double_precision_is_as_exact_as_without(double temperature)
    {
        foreach (double scale in Scales)
        {
            double[] logits = Draw(new Random(11), scale);
            BigReal[][] quotients = Quotients(logits, temperature);
            TensorView rows = TensorView.Create(logits, Rows, Classes);
            AssertDigits(Activation.Softmax(rows, temperature: temperature), 2, i => Share(quotients[i / Classes], i % Classes));
            AssertDigits(Activation.Softmax(rows, temperature: temperature, log: true), 2, i => -OfClass(quotients[i / Classes], i % Classes));
            AssertDigits(Activation.Sigmoid(rows, temperature), 2, i => HighPrecision.Sigmoid((BigReal)logits[i] / temperature));
            AssertDigits(Activation.Sigmoid(rows, temperature, log: true), 2, i => -HighPrecision.Softplus(-((BigReal)logits[i] / temperature)));
        }
    }

    // By numbers, by targets that do not sum to one, whose derivatives TensorFlow has otherwise, and binary; small losses, and those of large logits.
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Losses_and_derivatives_of_double_precision_keep_their_digits(double temperature)
    {
        foreach (double scale in Scales)
        {
            Random random = new(7);
            double[] logits = Draw(random, scale);
            double[] soft = [.. logits.Select(_ => random.NextDouble())];
            double[] labels = [.. logits.Chunk(Classes).Select((row, r) => r % 2 == 0 ? Array.IndexOf(row, row.Max()) : (double)random.Next(Classes))];

            // Of these, what smoothing makes is not rounded, nor what is left of one.
            double[] zs = [.. logits.Select((x, i) => i % 3 == 0 ? random.Next(64) / 64.0 : x > 0 ? 1 : 0)];
            foreach (CrossEntropyOptions options in ClassOptions)
            {
                AssertClasses(options with { Kind = LossKind.Sparse }, logits, TensorView.Create(labels), temperature, (r, j) => labels[r] == j ? 1 : 0);
                AssertClasses(options with { Kind = LossKind.Categorical }, logits, TensorView.Create(soft, Rows, Classes), temperature, (r, j) => soft[(r * Classes) + j]);
            }

            foreach (CrossEntropyOptions options in OutputOptions)
            {
                AssertOutputs(options with { Kind = LossKind.Binary }, logits, zs, temperature);
            }
        }
    }

    // The quotients have no number, but the differences of classes have.
    [Theory]
    [InlineData(0, 0.6931471805599453)]
    [InlineData(2, 1e308)]
    public void Logits_may_be_as_large_as_numbers_are(double label, double loss)
    {
        TensorView logits = TensorView.Create([1e308, 1e308, 9e307], 1, 3);
        LossResult result = CrossEntropy.Measure(logits, TensorView.Create([label]), Plain with { Kind = LossKind.Sparse, Temperature = 0.1, Gradient = true });
        Assert.Equal(loss, result.Loss!.Value, 1e-15 * loss);
        double[] expected = [5, 5, 0];
        expected[(int)label] -= 10;
        Assert.Equal(expected, Numbers(result.Gradient!));
        Assert.Equal([0.5, 0.5, 0], Numbers(Activation.Softmax(logits, temperature: 0.1)));
    }

    // Their difference has no number, but what it is over the temperature has.
    [Fact]
    public void Logits_may_be_as_far_apart_as_quotients_have_numbers()
    {
        TensorView logits = TensorView.Create([1.5e308, -1.5e308], 1, 2);
        foreach (double share in new[] { 0, 0.25, 1 })
        {
            LossResult result = CrossEntropy.Measure(
                logits, TensorView.Create([1 - share, share], 1, 2), Plain with { Kind = LossKind.Categorical, Convention = Conventions.PyTorch, Temperature = 2, Gradient = true });
            Assert.Equal(share * 1.5e308, result.Loss!.Value);
            Assert.Equal([share / 2, -share / 2], Numbers(result.Gradient!));
        }
    }

    // sum of f_j ln(1 + tail_j), and of f_j (1 - p_j) with poly-1, with f_j = w_j ((1 - a) t_j + a / C).
    private static void AssertClasses(CrossEntropyOptions options, double[] logits, TensorView target, double temperature, Func<int, int, double> targets)
    {
        BigReal[][] quotients = Quotients(logits, temperature);
        BigReal Factor(int r, int j) =>
            (((BigReal.One - options.LabelSmoothing) * targets(r, j)) + ((BigReal)options.LabelSmoothing / Classes)) * (options.ClassWeights?[j] ?? 1);
        BigReal poly = options.PolyEpsilon ?? 0;
        bool takesDistributions = options is { Kind: LossKind.Categorical, Convention.GradientTakesDistributions: true };
        CrossEntropyOptions tempered = options with { Temperature = temperature, Reduction = Reduction.None, Gradient = true };
        TensorView turned = TensorView.Create(Turn(logits), Classes, Rows);
        TensorView turnedTarget = target.Shape.Rank == 1 ? target : TensorView.Create(Turn(Numbers(target)), Classes, Rows);
        foreach (bool isTurned in new[] { false, true })
        {
            LossResult result = isTurned
                ? CrossEntropy.Measure(turned, turnedTarget, tempered with { Axis = 0 })
                : CrossEntropy.Measure(TensorView.Create(logits, Rows, Classes), target, tempered);
            AssertDigits(result.Values!, 4, r => Sum(j => Factor(r, j) * (OfClass(quotients[r], j) + (poly * Missed(quotients[r], j)))));
            double[] gradient = Numbers(result.Gradient!);
            gradient = isTurned ? Turn(gradient, Classes) : gradient;
            for (int i = 0; i < gradient.Length; i++)
            {
                (int r, int k) = (i / Classes, i % Classes);
                BigReal[] terms = takesDistributions ? [Share(quotients[r], k), -Factor(r, k)] : [.. Enumerable.Range(0, Classes).Select(j => Factor(r, j) * (BigReal.One + (poly * Share(quotients[r], j)))
                    * (j == k ? -Missed(quotients[r], j) : Share(quotients[r], k)))];
                AssertSum(gradient[i], temperature, terms);
            }
        }
    }

    private static void AssertOutputs(CrossEntropyOptions options, double[] logits, double[] zs, double temperature)
    {
        BigReal positive = options.PositiveWeights?[0] ?? 1;
        BigReal Yes(int i) => positive * (((BigReal.One - options.LabelSmoothing) * zs[i]) + ((BigReal)options.LabelSmoothing / 2));
        BigReal No(int i) => BigReal.One - (Yes(i) / positive);
        LossResult result = CrossEntropy.Measure(
            TensorView.Create(logits, Rows, Classes),
            TensorView.Create(zs, Rows, Classes),
            options with { Temperature = temperature, Reduction = Reduction.PerElement, Gradient = true });
        BigReal X(int i) => (BigReal)logits[i] / temperature;
        AssertDigits(result.Values!, 4, i => (Yes(i) * HighPrecision.Softplus(-X(i))) + (No(i) * HighPrecision.Softplus(X(i))));
        double[] gradient = Numbers(result.Gradient!);
        for (int i = 0; i < gradient.Length; i++)
        {
            // Only hard targets leave nothing to subtract.
            bool isHard = zs[i] is 0 or 1 && options.LabelSmoothing == 0;
            AssertSum(gradient[i], temperature, isHard
                ? [-Yes(i) * HighPrecision.Sigmoid(-X(i)), No(i) * HighPrecision.Sigmoid(X(i))]
                : [(Yes(i) + No(i)) * HighPrecision.Sigmoid(X(i)), -Yes(i)]);
        }
    }

    // A derivative is as exact as its terms are.
    private static void AssertSum(double actual, double temperature, BigReal[] terms)
    {
        BigReal sum = BigReal.Zero;
        BigReal size = BigReal.Zero;
        foreach (BigReal term in terms)
        {
            sum += term / temperature;
            size += BigReal.Abs(term / temperature);
        }

        Assert.True(BigReal.Abs(actual - sum) <= (MostUnits * size) + SmallestNormal, $"{actual:R} is not {sum}, of terms of {size}.");
    }

    private static void AssertDigits(TensorView actual, double units, Func<int, BigReal> expected)
    {
        double[] values = Numbers(actual);
        for (int i = 0; i < values.Length; i++)
        {
            BigReal number = expected(i);
            if (BigReal.Abs(number) > SmallestNormal)
            {
                Assert.InRange(HighPrecision.UlpError(values[i], number, asFloat: false), 0, units);
            }
        }
    }

    private static double[] Draw(Random random, double scale) => [.. Enumerable.Range(0, Rows * Classes).Select(_ => scale * ((2 * random.NextDouble()) - 1))];

    private static BigReal[][] Quotients(double[] logits, double temperature) =>
        [.. logits.Chunk(Classes).Select(row => row.Select(x => (BigReal)x / temperature).ToArray())];

    private static double[] Turn(double[] values, int rows = Rows)
    {
        int columns = values.Length / rows;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[(i % rows * columns) + (i / rows)])];
    }

    private static double[] Numbers(TensorView tensor) => tensor.Read<double>(0, (int)tensor.Shape.Length, new double[tensor.Shape.Length]).ToArray();

    private static BigReal Sum(Func<int, BigReal> term) => Enumerable.Range(0, Classes).Aggregate(BigReal.Zero, (sum, j) => sum + term(j));

    // ln(1 + sum of e^(x_j - x_k)), of which a small loss has all digits.
    private static BigReal OfClass(BigReal[] row, int label) => HighPrecision.Log1P(Tail(row, label));

    private static BigReal Share(BigReal[] row, int label) => BigReal.One / (BigReal.One + Tail(row, label));

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
