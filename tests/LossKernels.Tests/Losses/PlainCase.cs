using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Tests.Losses;

/// <summary>What random numbers are drawn for.</summary>
internal enum Draw
{
    Real,
    Probability,
    LogProbability,
    Positive,
    Sign,
    Bit,
    OneHot,
    Label,
}

/// <summary>A loss written down a second time, number by number, for tests.</summary>
/// <param name="Name">The loss.</param>
/// <param name="Convention">Whose formula.</param>
/// <param name="Predictions">What predictions are.</param>
/// <param name="Targets">What targets are.</param>
internal sealed record PlainCase(string Name, string Convention, Draw Predictions, Draw Targets)
{
    private const double Keras = 1e-7;

    /// <summary>The loss of an element, or null.</summary>
    public Func<double, double, double>? Element { get; init; }

    /// <summary>The loss of a row and its targets, or null. A label is the only target of its row.</summary>
    public Func<double[], double[], double>? Row { get; init; }

    public (string Name, double Value)[] Numbers { get; init; } = [];

    /// <summary>The predictions that belong to a target.</summary>
    public int PerTarget { get; init; } = 1;

    public bool IsDifferentiable { get; init; } = true;

    public Convention By => Conventions.Find(Convention);

    public override string ToString() => $"{Name} {Convention} {string.Join(' ', Numbers.Select(number => $"{number.Name}={number.Value}"))}".TrimEnd();

    public LossOptions Options()
    {
        LossFunctionOptions options = (LossFunctionOptions)LossFunctions.Find(Name).CreateOptions(By);
        return options with { Numbers = options.Numbers.AddRange(Numbers.Select(number => KeyValuePair.Create(number.Name, number.Value))) };
    }

    public static IReadOnlyList<PlainCase> All { get; } =
    [
        new("HalfSquaredError", "Optax", Draw.Real, Draw.Real) { Element = (p, t) => (p - t) * (p - t) / 2 },
        new("MeanSquaredError", "TensorFlow", Draw.Real, Draw.Real) { Element = (p, t) => (p - t) * (p - t) },
        new("MeanSquaredError", "PyTorch", Draw.Real, Draw.Real) { Element = (p, t) => (p - t) * (p - t) },
        new("MeanAbsoluteError", "Keras3", Draw.Real, Draw.Real) { Element = (p, t) => Math.Abs(p - t) },
        new("MeanAbsoluteError", "TensorFlowJs", Draw.Real, Draw.Real) { Element = (p, t) => Math.Abs(p - t) },
        new("MeanAbsolutePercentageError", "TensorFlow", Draw.Real, Draw.Real) { Element = (p, t) => 100 * Math.Abs(p - t) / Math.Max(Math.Abs(t), Keras) },
        new("MeanAbsolutePercentageError", "ScikitLearn", Draw.Real, Draw.Real) { Element = (p, t) => Math.Abs(p - t) / Math.Abs(t) },
        new("MeanAbsolutePercentageError", "Exact", Draw.Real, Draw.Real) { Element = (p, t) => 100 * Math.Abs((p - t) / t) },
        new("MeanSquaredLogarithmicError", "Keras3", Draw.Real, Draw.Real)
        {
            Element = (p, t) => Math.Pow(Math.Log(Math.Max(p, Keras) + 1) - Math.Log(Math.Max(t, Keras) + 1), 2),
        },
        new("MeanSquaredLogarithmicError", "ScikitLearn", Draw.Positive, Draw.Positive) { Element = (p, t) => Math.Pow(Math.Log((1 + p) / (1 + t)), 2) },
        new("KullbackLeiblerDivergence", "TensorFlow", Draw.Probability, Draw.Bit)
        {
            Row = (p, t) => p.Zip(t, (a, b) => Clip(b) * Math.Log(Clip(b) / Clip(a))).Sum(),
        },
        new("KullbackLeiblerDivergence", "TensorFlowJs", Draw.Probability, Draw.Bit)
        {
            Row = (p, t) => p.Zip(t, (a, b) => b * Math.Log(Clip(b) / Clip(a))).Sum(),
        },
        new("KullbackLeiblerDivergence", "Exact", Draw.Probability, Draw.Probability) { Row = (p, t) => p.Zip(t, (a, b) => b * Math.Log(b / a)).Sum() },
        new("KullbackLeiblerDivergence", "Optax", Draw.LogProbability, Draw.Bit) { Row = (p, t) => p.Zip(t, (a, b) => b == 0 ? 0 : b * (Math.Log(b) - a)).Sum() },
        new("KullbackLeiblerDivergence", "PyTorch", Draw.LogProbability, Draw.Probability) { Element = (p, t) => t * (Math.Log(t) - p) },
        new("KullbackLeiblerDivergence", "PyTorch", Draw.LogProbability, Draw.LogProbability) { Numbers = [("LogTarget", 1)], Element = (p, t) => Math.Exp(t) * (t - p) },
        new("JensenShannonDivergence", "Exact", Draw.Probability, Draw.Probability)
        {
            Row = (p, t) => p.Zip(t, (a, b) => 0.5 * ((b * Math.Log(2 * b / (a + b))) + (a * Math.Log(2 * a / (a + b))))).Sum(),
        },
        new("Poisson", "Keras1", Draw.Positive, Draw.Positive) { Element = (p, t) => p - (t * Math.Log(p + Keras)) },
        new("Poisson", "Exact", Draw.Positive, Draw.Bit) { Element = (p, t) => p - (t * Math.Log(p)) },
        new("PoissonNegativeLogLikelihood", "PyTorch", Draw.Real, Draw.Positive) { Element = (x, t) => Math.Exp(x) - (t * x) },
        new("PoissonNegativeLogLikelihood", "PyTorch", Draw.Positive, Draw.Positive)
        {
            Numbers = [("LogPrediction", 0), ("Full", 1)],
            Element = (p, t) => p - (t * Math.Log(p + 1e-8)) + (t > 1 ? (t * Math.Log(t)) - t + (0.5 * Math.Log(2 * Math.PI * t)) : 0),
        },
        new("CosineSimilarity", "TensorFlow", Draw.Real, Draw.Real) { Row = (p, t) => -Cosine(p, t) },
        new("CosineSimilarity", "PyTorch", Draw.Real, Draw.Real) { Row = Cosine },
        new("CosineSimilarity", "Optax", Draw.Real, Draw.Real) { Row = (p, t) => 1 - Cosine(p, t) },
        new("CosineSimilarity", "TensorFlowJs", Draw.Real, Draw.Real) { Row = (p, t) => 1 - Dot(p, t) },
        new("LogCosh", "TensorFlow", Draw.Real, Draw.Real) { Element = (p, t) => Math.Log(Math.Cosh(p - t)) },
        new("Huber", "TensorFlow", Draw.Real, Draw.Real) { Element = (p, t) => Huber(p - t, 1) },
        new("Huber", "PyTorch", Draw.Real, Draw.Real) { Numbers = [("Delta", 0.7)], Element = (p, t) => Huber(p - t, 0.7) },
        new("SmoothL1", "PyTorch", Draw.Real, Draw.Real) { Numbers = [("Beta", 0.3)], Element = (p, t) => Huber(p - t, 0.3) / 0.3 },
        new("SmoothL1", "PyTorch", Draw.Real, Draw.Real) { Numbers = [("Beta", 0)], Element = (p, t) => Math.Abs(p - t) },
        new("Pinball", "ScikitLearn", Draw.Real, Draw.Real) { Numbers = [("Alpha", 0.3)], Element = (p, t) => Math.Max(0.3 * (t - p), 0.7 * (p - t)) },
        new("Hamming", "ScikitLearn", Draw.Bit, Draw.Bit) { IsDifferentiable = false, Element = (p, t) => p == t ? 0 : 1 },
        new("ZeroOne", "ScikitLearn", Draw.Bit, Draw.Bit) { IsDifferentiable = false, Row = (p, t) => p.SequenceEqual(t) ? 0 : 1 },
        new("Hinge", "TensorFlow", Draw.Real, Draw.Sign) { Element = (p, t) => Math.Max(1 - (t * p), 0) },
        new("Hinge", "Keras3", Draw.Real, Draw.Bit) { Element = (p, t) => Math.Max(1 - (((2 * t) - 1) * p), 0) },
        new("Hinge", "TensorFlowJs", Draw.Real, Draw.Bit) { Element = (p, t) => Math.Max(1 - (((2 * t) - 1) * p), 0) },
        new("Hinge", "Keras1", Draw.Real, Draw.Bit) { Element = (p, t) => Math.Max(1 - (t * p), 0) },
        new("Hinge", "Exact", Draw.Real, Draw.Sign) { Numbers = [("Margin", 0.3)], Element = (p, t) => Math.Max(0.3 - (t * p), 0) },
        new("SquaredHinge", "Keras3", Draw.Real, Draw.Bit) { Element = (p, t) => Math.Pow(Math.Max(1 - (((2 * t) - 1) * p), 0), 2) },
        new("HingeEmbedding", "PyTorch", Draw.Real, Draw.Sign) { Numbers = [("Margin", 0.6)], Element = (x, t) => t == 1 ? x : Math.Max(0.6 - x, 0) },
        new("MultiLabelSoftMargin", "PyTorch", Draw.Real, Draw.Bit) { Row = (x, t) => x.Zip(t, (a, b) => Math.Log(1 + Math.Exp((1 - (2 * b)) * a))).Average() },
        new("SoftMargin", "PyTorch", Draw.Real, Draw.Sign) { Element = (x, t) => Math.Log(1 + Math.Exp(-t * x)) },
        new("CategoricalHinge", "TensorFlow", Draw.Real, Draw.OneHot)
        {
            Row = (p, t) => Math.Max(1 + p.Zip(t, (a, b) => (1 - b) * a).Max() - Dot(p, t), 0),
        },
        new("MultiMargin", "PyTorch", Draw.Real, Draw.Label) { Row = (x, y) => Gaps(x, y, 1).Sum() / x.Length },
        new("MultiMargin", "PyTorch", Draw.Real, Draw.Label) { Numbers = [("Margin", 0.5), ("Power", 2)], Row = (x, y) => Gaps(x, y, 0.5).Sum(gap => gap * gap) / x.Length },
        new("MultiMargin", "ScikitLearn", Draw.Real, Draw.Label) { Row = (x, y) => Gaps(x, y, 1).Max() },
        new("GaussianNegativeLogLikelihood", "Exact", Draw.Positive, Draw.Real) { PerTarget = 2, Numbers = [("Full", 1)], Row = Gaussian },
        new("Dice", "Keras3", Draw.Probability, Draw.Bit) { Row = (p, t) => 1 - (((2 * Dot(p, t)) + Keras) / (p.Sum() + t.Sum() + Keras)) },
        new("Tversky", "Keras3", Draw.Probability, Draw.Bit)
        {
            Numbers = [("Alpha", 0.3), ("Beta", 0.6)],
            Row = (p, t) => 1 - ((Dot(p, t) + Keras)
                / (Dot(p, t) + (0.3 * p.Zip(t, (a, b) => a * (1 - b)).Sum()) + (0.6 * p.Zip(t, (a, b) => (1 - a) * b).Sum()) + Keras)),
        },
        new("BrierScore", "Exact", Draw.Probability, Draw.Bit) { Row = (p, t) => p.Zip(t, (a, b) => (a - b) * (a - b)).Sum() },
        new("Accuracy", "Keras3", Draw.Bit, Draw.Bit) { IsDifferentiable = false, Element = (p, t) => p == t ? 1 : 0 },
        new("BinaryAccuracy", "TensorFlow", Draw.Probability, Draw.Bit) { IsDifferentiable = false, Numbers = [("Threshold", 0.25)], Element = (p, t) => (p > 0.25) == (t == 1) ? 1 : 0 },
        new("CategoricalAccuracy", "TensorFlow", Draw.Probability, Draw.OneHot) { IsDifferentiable = false, Row = (p, t) => Rank(p, Array.IndexOf(t, t.Max())) == 0 ? 1 : 0 },
        new("SparseCategoricalAccuracy", "Keras3", Draw.Probability, Draw.Label) { IsDifferentiable = false, Row = (p, y) => Rank(p, (int)y[0]) == 0 ? 1 : 0 },
        new("TopKCategoricalAccuracy", "Keras3", Draw.Probability, Draw.OneHot) { IsDifferentiable = false, Numbers = [("K", 2)], Row = (p, t) => Rank(p, Array.IndexOf(t, t.Max())) < 2 ? 1 : 0 },
        new("SparseTopKCategoricalAccuracy", "Exact", Draw.Probability, Draw.Label) { IsDifferentiable = false, Numbers = [("K", 2)], Row = (p, y) => Rank(p, (int)y[0]) < 2 ? 1 : 0 },
    ];

    private static double Clip(double p) => Math.Min(Math.Max(p, Keras), 1);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Cosine(double[] a, double[] b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

    private static double Huber(double error, double delta) =>
        Math.Abs(error) <= delta ? error * error / 2 : (delta * Math.Abs(error)) - (delta * delta / 2);

    private static IEnumerable<double> Gaps(double[] x, double[] y, double margin) =>
        Enumerable.Range(0, x.Length).Where(j => j != (int)y[0]).Select(j => Math.Max(margin - x[(int)y[0]] + x[j], 0));

    private static double Gaussian(double[] prediction, double[] target) => target
        .Select((t, i) => 0.5 * (Math.Log(2 * Math.PI * prediction[target.Length + i]) + (Math.Pow(prediction[i] - t, 2) / prediction[target.Length + i])))
        .Average();

    private static int Rank(double[] scores, int label) => scores.Count(score => score > scores[label]);
}
