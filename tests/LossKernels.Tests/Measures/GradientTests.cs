using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>The derivatives against central differences of the loss, and where they are tiny against their closed form.</summary>
public class GradientTests
{
    private const double Step = 1e-5;

    public static TheoryData<string, LossKind, bool, int, Reduction, bool> Cases()
    {
        TheoryData<string, LossKind, bool, int, Reduction, bool> cases = [];
        foreach (string convention in (string[])["Exact", "Keras3", "PyTorch"])
        {
            foreach (LossKind kind in (LossKind[])[LossKind.Sparse, LossKind.Categorical, LossKind.Binary])
            {
                foreach (bool isWeighted in (bool[])[false, true])
                {
                    foreach (int classes in (int[])[1, 2, 5, 17, 70])
                    {
                        cases.Add(convention, kind, isWeighted, classes, Reduction.Mean, false);
                    }

                    cases.Add(convention, kind, isWeighted, 5, Reduction.Sum, false);
                    cases.Add(convention, kind, isWeighted, 5, Reduction.Mean, true);
                    cases.Add(convention, kind, isWeighted, 70, Reduction.Mean, true);
                }
            }
        }

        return cases;
    }

    public static TheoryData<int, bool, double> FarRows()
    {
        TheoryData<int, bool, double> rows = [];
        foreach (int classes in (int[])[2, 3, 5, 7, 70])
        {
            foreach (double gap in (double[])[40, 60, 66, 71, 72, 75, 88, 95])
            {
                rows.Add(classes, true, gap);
                rows.Add(classes, false, gap * 8);
            }
        }

        return rows;
    }

    // More than goes through the caches: what is measured in parts does, to the same bits. One row is taken from its largest logit, and changes no other.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(100)]
    public void Of_more_than_the_caches_hold(int classes)
    {
        const int Parts = 4;
        int rows = 10_000_003 / classes / Parts * Parts;
        const int Far = 12345;
        float[] logits = new float[rows * classes];
        int[] labels = new int[rows];
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = (((i * 7919L) % 2003) - 1001) / 128f;
        }

        for (int r = 0; r < rows; r++)
        {
            labels[r] = r % classes;
        }

        logits[(Far * classes) + labels[Far]] = -100;
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Reduction = Reduction.Sum, Gradient = true };
        float[] whole = Gradient(0, rows);
        for (int part = 0; part < Parts; part++)
        {
            int count = rows / Parts;
            Assert.True(whole.AsSpan(part * count * classes, count * classes).SequenceEqual(Gradient(part * count, count)));
        }

        foreach (int r in (int[])[0, Far - 1, Far, Far + 1, rows - 1])
        {
            double[] row = [.. logits.Skip(r * classes).Take(classes).Select(x => Math.Exp((double)x))];
            for (int c = 0; c < classes; c++)
            {
                double derivative = c == labels[r] ? -row.Where((_, other) => other != c).Sum() / row.Sum() : row[c] / row.Sum();
                Assert.Equal(derivative, whole[(r * classes) + c], Math.Abs(derivative) * 5 * Math.ScaleB(1, -24));
            }
        }

        float[] Gradient(int first, int count)
        {
            float[] gradient = new float[count * classes];
            Loss.MeasureInto(
                TensorView.Create((ReadOnlyMemory<float>)logits.AsMemory(first * classes, count * classes), new Shape([count, classes])),
                TensorView.Create((ReadOnlyMemory<int>)labels.AsMemory(first, count), new Shape([count])),
                gradient,
                options);
            return gradient;
        }
    }

    // Of a label far below the largest logit: nothing overflows, and no digit is lost where the derivatives are small.
    [Theory]
    [MemberData(nameof(FarRows))]
    public void Of_a_label_far_below_the_largest_logit(int classes, bool isSingle, double gap)
    {
        double[] logits = [.. Enumerable.Range(0, classes).Select(c => c == 0 ? 0 : c == 1 ? gap : gap - (3 * c))];
        double sum = logits.Sum(x => Math.Exp(x - gap));
        const double Weight = 1e-6;
        foreach (LossKind kind in (LossKind[])[LossKind.Sparse, LossKind.Categorical])
        {
            CrossEntropyOptions options = new() { Kind = kind, Form = InputForm.Logit, Convention = Conventions.PyTorch, Gradient = true, Reduction = Reduction.Sum };
            TensorView prediction = isSingle
                ? TensorView.Create((float[])[.. logits.Select(x => (float)x)], [1, classes])
                : TensorView.Create(logits, [1, classes]);
            TensorView target = kind == LossKind.Sparse
                ? TensorView.Create([0], [1])
                : TensorView.Create((float[])[.. Enumerable.Range(0, classes).Select(c => c == 0 ? 1f : 0)], [1, classes]);
            double[] gradient = Values(CrossEntropy.Measure(prediction, target, options, TensorView.Create([Weight], [1])).Gradient!);
            for (int c = 0; c < classes; c++)
            {
                double expected = Weight * ((Math.Exp(logits[c] - gap) / sum) - (c == 0 ? 1 : 0));
                Assert.Equal(expected, gradient[c], isSingle ? Math.Max(Math.Abs(expected) * 1e-6, float.Epsilon) : Math.Abs(expected) * 1e-13);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_the_slope_of_the_loss(string convention, LossKind kind, bool isWeighted, int classes, Reduction reduction, bool isSecondAxis)
    {
        const int Rows = 6;
        Random random = new(classes);
        double[] logits = [.. Enumerable.Range(0, Rows * classes).Select(_ => (random.NextDouble() * 8) - 4)];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(classes))];
        if (convention == "PyTorch")
        {
            labels[2] = -100;
        }

        double[] dense = [.. Enumerable.Range(0, logits.Length).Select(i => i % 3 == 0 ? i % 2 : random.NextDouble())];
        Shape shape = isSecondAxis ? new Shape(2, classes, 3) : new Shape(Rows, classes);
        Shape rowShape = isSecondAxis ? new Shape(2, 3) : new Shape(Rows);
        TensorView target = kind == LossKind.Sparse ? TensorView.Create<int>(labels, rowShape) : TensorView.Create<double>(dense, shape);
        TensorView? weights = isWeighted ? TensorView.Create<double>((double[])[0.5, 2, 1, 3, 0.25, 1.5], rowShape) : null;
        CrossEntropyOptions options = new()
        {
            Kind = kind,
            Form = InputForm.Logit,
            Convention = Conventions.Find(convention),
            Axis = 1,
            Reduction = reduction,
            Gradient = true,
        };

        LossResult result = CrossEntropy.Measure(TensorView.Create<double>(logits, shape), target, options, weights);
        double[] gradient = Values(result.Gradient!);
        for (int i = 0; i < logits.Length; i += Math.Max(1, classes / 7))
        {
            double above = Loss(i, Step);
            double below = Loss(i, -Step);
            Assert.Equal((above - below) / (2 * Step), gradient[i], 2e-8);
        }

        double Loss(int index, double step)
        {
            double[] moved = [.. logits];
            moved[index] += step;
            return CrossEntropy.Measure(TensorView.Create<double>(moved, shape), target, options with { Gradient = false }, weights).Loss!.Value;
        }
    }

    // Where every framework has zero: the derivative of the pivot is -tail / (1 + tail), those of the others are their probabilities.
    [Theory]
    [InlineData(5, 30)]
    [InlineData(5, 70)]
    [InlineData(100, 60)]
    public void Small_derivatives_keep_their_digits(int classes, float lead)
    {
        float[] logits = new float[classes];
        logits[1] = lead;
        double other = Math.Exp(-lead);
        double[] gradient = Values(CrossEntropy.Measure(
            TensorView.Create(logits, 1, classes),
            TensorView.Create([1]),
            new CrossEntropyOptions { Kind = LossKind.Sparse, Form = InputForm.Logit, Gradient = true }).Gradient!);
        Assert.Equal(1, gradient[1] / (-(classes - 1) * other), 1e-6);
        Assert.Equal(1, gradient[^1] / other, 1e-6);

        double[] binary = Values(CrossEntropy.Measure(
            TensorView.Create([lead, -lead], 2, 1),
            TensorView.Create([1f, 0f], 2, 1),
            new CrossEntropyOptions { Form = InputForm.Logit, Reduction = Reduction.Sum, Gradient = true }).Gradient!);
        Assert.Equal(1, binary[0] / -other, 1e-6);
        Assert.Equal(1, binary[1] / other, 1e-6);
    }

    // The target is 100 below the largest logit: its exponential relative to the target overflows.
    [Fact]
    public void Of_a_row_that_is_taken_from_its_largest_logit()
    {
        double[] gradient = Values(CrossEntropy.Measure(
            TensorView.Create([0f, 100f, 99f], 1, 3),
            TensorView.Create([0]),
            new CrossEntropyOptions { Kind = LossKind.Sparse, Form = InputForm.Logit, Gradient = true }).Gradient!);
        double share = 1 / (1 + Math.Exp(-1));
        Assert.Equal([-1, share, 1 - share], gradient, (a, b) => Math.Abs(a - b) < 1e-7);
    }

    // softmax is 1/4 and 3/4; the targets sum to 2. TensorFlow leaves that sum out, PyTorch does not.
    [Theory]
    [InlineData("TensorFlow", -0.75, -0.25)]
    [InlineData("PyTorch", -0.5, 0.5)]
    public void Of_targets_that_do_not_sum_to_one(string convention, double first, double second)
    {
        double[] gradient = Values(CrossEntropy.Measure(
            TensorView.Create([0, Math.Log(3)], 1, 2),
            TensorView.Create([1d, 1d], 1, 2),
            new CrossEntropyOptions { Kind = LossKind.Categorical, Form = InputForm.Logit, Convention = Conventions.Find(convention), Reduction = Reduction.Sum, Gradient = true }).Gradient!);
        Assert.Equal([first, second], gradient, (a, b) => Math.Abs(a - b) < 1e-14);
    }

    // One class has nearly all of the probability and of the target: by the formula with 600 bits by mpmath.
    [Theory]
    [InlineData(0.5, 36, 0, -1000, 1, 3e-8, 0, 2.249471093170218e-16, -2.249471093170218e-16, 0)]
    [InlineData(0.7, 0, 37, -5, 1e-7, 1, 0.25e-7, 8.4765834596273148e-17, -8.5336524147517882e-17, 5.7068955124473346e-19)]
    public void Of_generalised_losses_next_to_nothing(
        double q, double a, double b, double c, double ofA, double ofB, double ofC, double first, double second, double third)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Categorical, Form = InputForm.Logit, Convention = Conventions.Exact, GeneralizedQ = q, Gradient = true };
        double[] gradient = Values(CrossEntropy.Measure(TensorView.Create([a, b, c], 1, 3), TensorView.Create([ofA, ofB, ofC], 1, 3), options).Gradient!);
        Assert.Equal([first, second, third], gradient, (expected, found) => Math.Abs(found - expected) <= 4e-15 * Math.Abs(expected));
    }

    // Where p times the derivative is no normal number: by the formula with 600 bits by mpmath.
    [Theory]
    [InlineData(5e-324, 1e-7, 1.0, null, -1e-7)]
    [InlineData(5e-324, 1e-200, 0.5, null, -4.4989137945431963e-39)]
    [InlineData(1e-320, 1e-7, 0.75, 2.0, -1.0000027832236949e+73)]
    [InlineData(1e-250, 1e-200, 0.5, null, -1e-75)]
    [InlineData(0, 1e-7, 1.0, 2.0, -3e-7)]
    public void Of_generalised_losses_of_classes_next_to_impossible(double probability, double target, double q, double? gamma, double slope)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Categorical, Convention = Conventions.Exact, GeneralizedQ = q, FocalGamma = gamma, Gradient = true };
        double[] gradient = Values(CrossEntropy.Measure(TensorView.Create([0.5, probability], 1, 2), TensorView.Create([0.25, target], 1, 2), options).Gradient!);
        Assert.Equal(1, gradient[1] / slope, 1e-13);
    }

    // The derivative of -ln p to p is -1 / p, that of (1 - p^q) / q is -p^(q - 1), and the focal factor adds -gamma B(p) where p is 0.
    [Theory]
    [InlineData("Exact", null, null, double.NegativeInfinity, -1)]
    [InlineData("Exact", null, 2.0, double.NegativeInfinity, 0)]
    [InlineData("ScikitLearn", null, null, double.NegativeInfinity, -1)]
    [InlineData("TensorFlowJs", null, null, double.NegativeInfinity, -1)]
    [InlineData("Exact", 0.5, null, double.NegativeInfinity, -1)]
    [InlineData("Exact", 1.0, null, -1, -1)]
    [InlineData("Exact", 1.0, 2.0, -3, 0)]
    public void Of_probabilities_of_zero_and_one(string name, double? q, double? gamma, double atZero, double atOne)
    {
        Convention convention = Conventions.Find(name);
        CrossEntropyOptions options = new()
        {
            Convention = convention,
            GeneralizedQ = q,
            FocalGamma = gamma,
            Epsilon = convention.Binary.Epsilon > 0 ? 0 : null,
            Reduction = Reduction.Sum,
            Gradient = true,
        };
        TensorView binary = CrossEntropy.Measure(TensorView.Create([0.0, 1, 0, 1]), TensorView.Create([1.0, 1, 0, 0]), options with { Kind = LossKind.Binary }).Gradient!;
        Assert.Equal([atZero, atOne, -atOne, -atZero], Values(binary));
        if (convention.Categorical.Normalisation == Normalisation.None)
        {
            TensorView rows = TensorView.Create([0.0, 1, 1, 0], 2, 2);
            Assert.Equal([atZero, 0, atOne, 0], Values(CrossEntropy.Measure(rows, TensorView.Create([0, 0]), options with { Kind = LossKind.Sparse }).Gradient!));
            Assert.Equal([atZero, 0, atOne, 0], Values(CrossEntropy.Measure(rows, TensorView.Create([1.0, 0, 1, 0], 2, 2), options with { Kind = LossKind.Categorical }).Gradient!));
        }
    }

    // What PyTorch's autograd gives of Keras 3's formula, -t ln clip(p / sum of p, e, 1 - e): 0/0 is NaN, and so is all that comes of it.
    [Theory]
    [InlineData("Keras3", LossKind.Sparse)]
    [InlineData("Keras3", LossKind.Categorical)]
    [InlineData("TensorFlow", LossKind.Categorical)]
    public void Of_a_row_that_sums_to_zero(string convention, LossKind kind)
    {
        double[] gradient = Values(CrossEntropy.Measure(
            TensorView.Create([0, 0, 0, 0.5, 0.25, 0.25], 2, 3),
            kind == LossKind.Sparse ? TensorView.Create([0, 1]) : TensorView.Create([1d, 0, 0, 0, 1, 0], 2, 3),
            new CrossEntropyOptions { Kind = kind, Convention = Conventions.Find(convention), Reduction = Reduction.Sum, Gradient = true }).Gradient!);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 1, -3, 1], gradient, (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-14);
    }

    // Rows of few classes are taken together, others one by one; some are left out.
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(63)]
    [InlineData(70)]
    public void Into_an_array_of_the_callers(int classes)
    {
        const int Rows = 1500;
        Random random = new(classes);
        float[] logits = [.. Enumerable.Range(0, Rows * classes).Select(_ => (float)((random.NextDouble() * 20) - 10))];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % 7 == 0 ? -100 : random.Next(classes))];
        float[] gradient = new float[logits.Length];
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.Find("PyTorch"),
            Reduction = Reduction.Sum,
            Gradient = true,
        };
        LossResult result = Loss.MeasureInto(TensorView.Create(logits, Rows, classes), TensorView.Create(labels), gradient, options);
        Assert.Equal(gradient.Select(value => (double)value), Values(result.Gradient!));
        for (int r = 0; r < Rows; r++)
        {
            double[] row = [.. logits.AsSpan(r * classes, classes).ToArray().Select(value => (double)value)];
            double sum = row.Sum(Math.Exp);
            for (int c = 0; c < classes; c++)
            {
                double expected = labels[r] < 0 ? 0 : (Math.Exp(row[c]) / sum) - (c == labels[r] ? 1 : 0);
                Assert.Equal(expected, gradient[(r * classes) + c], 1e-6);
            }
        }
    }

    [Fact]
    public void Into_an_array_that_does_not_fit()
    {
        TensorView logits = TensorView.Create([0f, 1f], 1, 2);
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Gradient = true };
        Assert.Throws<ArgumentException>(() => Loss.MeasureInto(logits, TensorView.Create([0]), new float[3], options));
        Assert.Throws<ArgumentException>(() => Loss.MeasureInto(logits, TensorView.Create([0]), new double[2], options));
        Assert.Throws<ArgumentException>(() => Loss.MeasureInto(logits, TensorView.Create([0]), new float[2], options with { Gradient = false }));
    }

    // What derivatives are scaled by is found before predictions are read; of several faults the one is told that is told without them.
    [Theory]
    [InlineData(1.5, double.NaN, "ProbabilityOutOfRange", 0)]
    [InlineData(0.5, double.NaN, "NotANumber", 1)]
    [InlineData(1.5, 1, "ProbabilityOutOfRange", 0)]
    public void What_is_at_fault_is_told_as_it_is_without_derivatives(double prediction, double weight, string id, long row)
    {
        foreach (bool derives in new[] { false, true })
        {
            CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.Find("ScikitLearn"), Gradient = derives };
            LossException failure = Assert.ThrowsAny<LossException>(() => CrossEntropy.Measure(
                TensorView.Create([prediction, 0.5]), TensorView.Create([1.0, 0]), options, TensorView.Create([1, weight])));
            Assert.Equal((id, row), (failure.Id, failure.Row));
        }
    }

    [Fact]
    public void Single_samples_have_none() => Assert.Equal("OptionNotSupported", Assert.ThrowsAny<LossException>(() =>
        new LossMeter(new CrossEntropyOptions { Form = InputForm.Logit, Gradient = true }, _ => { })).Id);

    private static double[] Values(TensorView tensor)
    {
        double[] buffer = new double[tensor.Shape.Length];
        return tensor.Read<double>(0, buffer.Length, buffer).ToArray();
    }
}
