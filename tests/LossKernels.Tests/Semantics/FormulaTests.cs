using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Semantics;

/// <summary>Every kind, form and convention against the plain formulas, on random data of many shapes.</summary>
public class FormulaTests
{
    private const double Tolerance = 1e-8;

    private static readonly string[] WithClasses = ["TensorFlow", "Keras3", "Keras1", "Exact"];

    public static TheoryData<string, int> BinaryCases => Cases([.. WithClasses, "PyTorch"], [1, 2, 7, 16, 33]);

    public static TheoryData<string, int> ClassCases => Cases(WithClasses, [2, 3, 10, 17, 64, 1000]);

    [Theory]
    [MemberData(nameof(BinaryCases))]
    public void Binary_from_probabilities(string convention, int columns)
    {
        Data data = new(seed: columns, rows: 50, columns);
        double[] expected = Data.ByElement((z, p) => FrameworkFormulas.Binary(convention, z, p), data.Probabilities, data.SoftTargets);
        AssertLosses(expected, Measure(convention, LossKind.Binary, InputForm.Probability, data.Probabilities, data.SoftTargets, Reduction.PerElement));
    }

    [Theory]
    [MemberData(nameof(BinaryCases))]
    public void Binary_from_logits(string convention, int columns)
    {
        Data data = new(seed: columns, rows: 50, columns);
        double[] expected = Data.ByElement(FrameworkFormulas.BinaryFromLogit, data.Logits, data.SoftTargets);
        AssertLosses(expected, Measure(convention, LossKind.Binary, InputForm.Logit, data.Logits, data.SoftTargets, Reduction.PerElement));
    }

    [Theory]
    [MemberData(nameof(ClassCases))]
    public void Categorical_from_probabilities(string convention, int classes)
    {
        Data data = new(seed: classes, rows: 50, classes);
        double[] expected = data.ByRow((t, p, _) => FrameworkFormulas.Categorical(convention, t, p), data.Probabilities);
        AssertLosses(expected, Measure(convention, LossKind.Categorical, InputForm.Probability, data.Probabilities, data.SoftTargets));
    }

    [Theory]
    [MemberData(nameof(ClassCases))]
    public void Sparse_from_probabilities(string convention, int classes)
    {
        Data data = new(seed: classes, rows: 50, classes);
        double[] expected = data.ByRow((_, p, label) => FrameworkFormulas.Sparse(convention, label, p), data.Probabilities);
        AssertLosses(expected, Measure(convention, LossKind.Sparse, InputForm.Probability, data.Probabilities, data.Labels));
    }

    [Theory]
    [MemberData(nameof(ClassCases))]
    public void Categorical_from_logits(string convention, int classes)
    {
        Data data = new(seed: classes, rows: 50, classes);
        double[] expected = data.ByRow((t, x, _) => FrameworkFormulas.CategoricalFromLogits(t, x), data.Logits);
        AssertLosses(expected, Measure(convention, LossKind.Categorical, InputForm.Logit, data.Logits, data.SoftTargets));
    }

    [Theory]
    [MemberData(nameof(ClassCases))]
    public void Sparse_from_logits(string convention, int classes)
    {
        Data data = new(seed: classes, rows: 50, classes);
        double[] expected = data.ByRow((_, x, label) => FrameworkFormulas.CategoricalFromLogits(FrameworkFormulas.OneHot(label, classes), x), data.Logits);
        AssertLosses(expected, Measure(convention, LossKind.Sparse, InputForm.Logit, data.Logits, data.Labels));
    }

    // -ln(1 - e^x) and e^x / (1 - e^x), with 60 digits by mpmath: of a probability that one does not see, all digits.
    [Theory]
    [InlineData(-0.01, 4.610166019324897, 99.50083333194445)]
    [InlineData(-1, 0.4586751453870819, 0.5819767068693265)]
    [InlineData(-40, 4.248354255291589e-18, 4.248354255291589e-18)]
    [InlineData(-100, 3.720075976020836e-44, 3.720075976020836e-44)]
    [InlineData(-700, 9.85967654375977e-305, 9.85967654375977e-305)]
    public void No_costs_as_little_as_the_logarithm_of_yes_says(double logarithm, double loss, double slope)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = InputForm.LogProbability, Convention = Conventions.Exact, Gradient = true };
        LossResult result = CrossEntropy.Measure(TensorView.Create([logarithm]), TensorView.Create([0.0]), options);
        Assert.Equal(loss, result.Loss!.Value, 1e-15 * loss);
        Assert.Equal(slope, result.Gradient!.Read<double>(0, 1, new double[1])[0], 1e-15 * slope);
    }

    [Fact]
    public void Single_precision_agrees_with_double_precision_on_the_same_numbers()
    {
        Data data = new(seed: 5, rows: 300, columns: 100);
        TensorView single = data.Logits.As(ElementType.Float32);
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit };
        double fromSingle = CrossEntropy.Measure(single, data.Labels, options).Loss!.Value;
        double fromDouble = CrossEntropy.Measure(single.As(ElementType.Float64), data.Labels, options).Loss!.Value;
        Assert.Equal(fromDouble, fromSingle, 1e-7 * fromDouble);
    }

    private static TheoryData<string, int> Cases(string[] conventions, int[] sizes)
    {
        TheoryData<string, int> cases = [];
        foreach (string convention in conventions)
        {
            foreach (int size in sizes)
            {
                cases.Add(convention, size);
            }
        }

        return cases;
    }

    private static TensorView Measure(
        string convention, LossKind kind, InputForm form, TensorView prediction, TensorView target, Reduction reduction = Reduction.None) =>
        CrossEntropy.Measure(
            prediction,
            target,
            new CrossEntropyOptions { Kind = kind, Form = form, Convention = Conventions.Find(convention), Reduction = reduction }).Values!;

    private static void AssertLosses(double[] expected, TensorView actual)
    {
        double[] losses = actual.Read<double>(0, expected.Length, new double[expected.Length]).ToArray();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], losses[i], Tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    private sealed class Data
    {
        private readonly int _columns;
        private readonly int[] _labels;

        public Data(int seed, int rows, int columns)
        {
            Random random = new(seed);
            _columns = columns;
            _labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(columns))];
            Labels = TensorView.Create(_labels);
            Logits = Fill(rows, () => (random.NextDouble() - 0.5) * 40);

            // Zeros and ones among them, where the clips show; Exact and PyTorch take them too.
            Probabilities = Fill(rows, () => random.Next(20) switch { 0 => 0, 1 => 1, _ => Math.Pow(random.NextDouble(), 4) });
            SoftTargets = Fill(rows, () => random.Next(4) switch { 0 => 0, 1 => 1, _ => random.NextDouble() });
        }

        public TensorView Labels { get; }

        public TensorView Logits { get; }

        public TensorView Probabilities { get; }

        public TensorView SoftTargets { get; }

        public static double[] ByElement(Func<double, double, double> loss, TensorView values, TensorView targets) =>
            [.. All(targets).Zip(All(values), loss)];

        public double[] ByRow(Func<double[], double[], int, double> loss, TensorView values) =>
            [.. All(SoftTargets).Chunk(_columns).Zip(All(values).Chunk(_columns)).Select((row, r) => loss(row.First, row.Second, _labels[r]))];

        private static double[] All(TensorView tensor) => tensor.Read<double>(0, (int)tensor.Shape.Length, []).ToArray();

        private TensorView Fill(int rows, Func<double> value) =>
            TensorView.Create([.. Enumerable.Range(0, rows * _columns).Select(_ => value())], rows, _columns);
    }
}
