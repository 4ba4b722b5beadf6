using System.Collections.Immutable;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Losses;

/// <summary>Each loss beside a plain one, along every axis, with weights of both kinds and every reduction; and its derivatives beside differences.</summary>
public class FormulaTests
{
    private static readonly Shape Samples = new(5, 4, 3);

    public static TheoryData<string> Names => [.. PlainCase.All.Select(plain => plain.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_what_the_plain_formula_gives(string name)
    {
        PlainCase plain = Find(name);
        for (int axis = 0; axis < Samples.Rank; axis++)
        {
            PlainData data = new(plain, Samples, axis, new Random(axis));
            TensorView? none = null;
            TensorView perSample = Weights(new Shape(data.RowShape[0]), axis);
            TensorView perElement = Weights(data.Shape, axis);
            foreach (TensorView? weights in plain.Element is null ? [none, perSample] : new[] { none, perSample, perElement })
            {
                Check(plain, data, axis, weights);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_are_the_limits_of_differences(string name)
    {
        const double Step = 1e-6;
        PlainCase plain = Find(name);
        PlainData data = new(plain, new Shape(4, 3), 1, new Random(9));
        LossOptions options = plain.Options() with { Axis = 1, DataType = ElementType.Float64, Gradient = true };
        if (!plain.IsDifferentiable)
        {
            Assert.Equal("OptionNotSupported", Assert.Throws<LossException>(() => Loss.Measure(data.Prediction, data.Target, options)).Id);
            return;
        }

        TensorView weights = TensorView.Create([0.5, 2.0, 1.5, 0.25]);
        TensorView gradient = Loss.Measure(data.Prediction, data.Target, options, weights).Gradient!;
        Assert.Equal(data.Shape, gradient.Shape);
        double[] derivatives = Read(gradient);
        for (int i = 0; i < derivatives.Length; i++)
        {
            double above = Loss.Measure(data.Moved(i, Step), data.Target, options with { Gradient = false }, weights).Loss!.Value;
            double below = Loss.Measure(data.Moved(i, -Step), data.Target, options with { Gradient = false }, weights).Loss!.Value;
            Assert.Equal((above - below) / (2 * Step), derivatives[i], 1e-7 * Math.Max(1, Math.Abs(derivatives[i])));
        }
    }

    [Fact]
    public void The_root_is_that_of_the_mean_of_squares()
    {
        const double Step = 1e-6;
        PlainData data = new(Find("MeanSquaredError PyTorch"), new Shape(6, 2), 1, new Random(3));
        LossOptions root = LossFunctions.Find("rmse").CreateOptions() with { Gradient = true };
        LossResult result = Loss.Measure(data.Prediction, data.Target, root);
        Assert.Equal(Math.Sqrt(data.Losses().Average()), result.Loss!.Value, 1e-13);
        double[] derivatives = Read(result.Gradient!);
        for (int i = 0; i < derivatives.Length; i++)
        {
            double above = Loss.Measure(data.Moved(i, Step), data.Target, root).Loss!.Value;
            double below = Loss.Measure(data.Moved(i, -Step), data.Target, root).Loss!.Value;
            Assert.Equal((above - below) / (2 * Step), derivatives[i], 1e-8);
        }

        Assert.Equal("OptionNotSupported", Assert.Throws<LossException>(() => Loss.Measure(data.Prediction, data.Target, root with { Reduction = Reduction.Sum })).Id);

        // As torch.sqrt(F.mse_loss(x, x)).backward(): infinity times zero.
        LossResult none = Loss.Measure(data.Prediction, data.Prediction, root);
        Assert.Equal(0, none.Loss);
        Assert.All(Read(none.Gradient!), derivative => Assert.Equal(double.NaN, derivative));
    }

    // The series and the formula for large errors meet, and a small loss has all its digits.
    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-3)]
    [InlineData(0.4999)]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(800)]
    public void The_logarithm_of_the_hyperbolic_cosine_is_exact_everywhere(double error)
    {
        double square = error * error;
        double expected = error < 0.01 ? (square / 2) - (square * square / 12)
            : error < 100 ? Math.Log(Math.Cosh(error))
            : error - Math.Log(2);
        LossResult result = Loss.Measure(TensorView.Create([error]), TensorView.Create([0.0]), LossFunctions.Find("LogCosh").CreateOptions() with { Gradient = true });
        Assert.Equal(expected, result.Loss!.Value, 1e-13 * expected);
        Assert.Equal(Math.Tanh(error), Read(result.Gradient!)[0], 1e-14 * Math.Tanh(error));
    }

    [Theory]
    [InlineData("Dice")]
    [InlineData("Tversky")]
    public void Without_an_axis_an_overlap_is_one_number(string name)
    {
        LossOptions options = LossFunctions.Find(name).CreateOptions();
        PlainData data = new(Find("Dice Keras3"), new Shape(5, 4), 1, new Random(4));
        TensorView row = data.Prediction.Reshape(new Shape(1, 20));
        double whole = Loss.Measure(data.Prediction, data.Target, options).Loss!.Value;
        Assert.Equal(Loss.Measure(row, data.Target.Reshape(new Shape(1, 20)), options with { Axis = 1 }).Loss, whole);
        Assert.NotEqual(Loss.Measure(data.Prediction, data.Target, options with { Axis = 1 }).Loss, whole);
        Assert.Equal("OptionNotSupported", Assert.Throws<LossException>(() => new LossMeter(options, failure => throw failure)).Id);
    }

    // The examples of scikit-learn's brier_score_loss: of one output (1.2.1 gives the weighted mean), and of classes, whose sums are 0.06, 0.14 and 0.24.
    [Fact]
    public void A_Brier_score_is_of_one_output_or_of_all_classes()
    {
        LossOptions options = LossFunctions.Find("brier_score_loss").CreateOptions();
        TensorView rain = TensorView.Create([0.1, 0.9, 0.8, 0.3]);
        TensorView came = TensorView.Create([0.0, 1, 1, 0]);
        Assert.Equal(0.03749999999999999, Loss.Measure(rain, came, options).Loss!.Value, 1e-15);
        Assert.Equal(0.029999999999999992, Loss.Measure(rain, came, options, TensorView.Create([1, 2, 3, 0.5])).Loss!.Value, 1e-15);
        TensorView classes = TensorView.Create([0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.2, 0.2, 0.6], 3, 3);
        TensorView oneHot = TensorView.Create([1.0, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3);
        Assert.Equal(0.44 / 3, Loss.Measure(classes, oneHot, options).Loss!.Value, 1e-15);
    }

    // PyTorch 1.13's kl_div; Optax' kl_divergence and kl_divergence_with_log_targets are the same products.
    [Theory]
    [InlineData(true, double.NegativeInfinity, -1, double.NaN, 0)]
    [InlineData(true, double.NegativeInfinity, double.NegativeInfinity, double.NaN, 0)]
    [InlineData(true, -1, double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(true, double.NaN, -1, double.NaN, double.NaN)]
    [InlineData(false, 0, -1, 0, 0)]
    [InlineData(false, 0, double.NegativeInfinity, double.NaN, 0)]
    public void A_divergence_from_nothing_is_what_the_convention_makes_of_it(bool logTarget, double target, double prediction, double product, double exact)
    {
        foreach ((Convention convention, double expected) in new[] { (Conventions.PyTorch, product), (Conventions.Optax, product), (Conventions.Exact, exact) })
        {
            LossFunctionOptions options = (LossFunctionOptions)LossFunctions.Find("kl_div").CreateOptions(convention);
            options = options with
            {
                Reduction = Reduction.Sum,
                Numbers = options.Numbers.SetItem("LogTarget", logTarget ? 1 : 0).SetItem("LogPrediction", 1),
            };
            Assert.Equal(expected, Loss.Measure(TensorView.Create([prediction], 1, 1), TensorView.Create([target], 1, 1), options).Loss);
        }
    }

    [Fact]
    public void Numbers_are_found_in_whatever_case()
    {
        LossFunctionOptions huber = (LossFunctionOptions)LossFunctions.Find("Huber").CreateOptions();
        (TensorView prediction, TensorView target) = (TensorView.Create([3.0]), TensorView.Create([0.0]));
        double Measured(ImmutableDictionary<string, double> numbers) => Loss.Measure(prediction, target, huber with { Numbers = numbers }).Loss!.Value;

        // delta |e| - delta^2 / 2
        Assert.Equal(4, Measured(huber.Numbers.SetItem("delta", 2)));
        Assert.Equal(4, Measured(ImmutableDictionary<string, double>.Empty.Add("DELTA", 2)));
        LossException failure = Assert.Throws<LossException>(() => Measured(huber.Numbers.SetItem("delta", -1)));
        Assert.Equal("ParameterOutOfRange", failure.Id);
        Assert.StartsWith("Delta is -1", failure.Message, StringComparison.Ordinal);
    }

    private static void Check(PlainCase plain, PlainData data, int axis, TensorView? weights)
    {
        LossOptions options = plain.Options() with { Axis = axis, DataType = ElementType.Float64 };
        double[] losses = data.Losses();
        bool areElements = plain.Element is not null;
        double[] factors = [.. Enumerable.Range(0, losses.Length).Select(i => Factor(weights, data, areElements, i))];
        double[] weighted = [.. losses.Zip(factors, (loss, factor) => loss * factor)];
        if (areElements)
        {
            AssertClose(weighted, Read(Measure(Reduction.PerElement).Values!), "PerElement");
        }

        // Conventions that average the outputs of a sample do so before anything else.
        bool averages = areElements && plain.By.AveragesOutputs;
        if (averages)
        {
            weighted = Averages(weighted, data);
            factors = Averages(factors, data);
        }

        AssertClose(weighted, Read(Measure(Reduction.None).Values!), "None");
        AssertClose([weighted.Sum()], [Measure(Reduction.Sum).Loss!.Value], "Sum");
        foreach ((Denominator denominator, double divisor) in new[]
        {
            (Denominator.Elements, weighted.Length),
            (Denominator.Valid, weighted.Length),
            (Denominator.WeightSum, factors.Sum()),
            (Denominator.NonZeroWeights, factors.Count(factor => factor != 0)),
        })
        {
            AssertClose([weighted.Sum() / divisor], [Loss.Measure(data.Prediction, data.Target, options with { Denominator = denominator }, weights).Loss!.Value], denominator.ToString());
        }

        LossResult Measure(Reduction reduction) => Loss.Measure(data.Prediction, data.Target, options with { Reduction = reduction }, weights);
    }

    private static double Factor(TensorView? weights, PlainData data, bool areElements, int index)
    {
        if (weights is null)
        {
            return 1;
        }

        double[] all = Read(weights);
        if (weights.Shape.Equals(data.Shape))
        {
            return all[index];
        }

        int row = areElements ? data.RowOf(index) : index;
        return all[row / (int)(data.RowShape.Length / data.RowShape[0])];
    }

    private static double[] Averages(double[] elements, PlainData data) =>
        [.. Enumerable.Range(0, elements.Length).GroupBy(data.RowOf).OrderBy(row => row.Key).Select(row => row.Average(i => elements[i]))];

    // One of them is zero.
    private static TensorView Weights(Shape shape, int seed)
    {
        Random random = new(seed);
        double[] weights = [.. Enumerable.Range(0, (int)shape.Length).Select(i => i == 1 ? 0 : 2 * random.NextDouble())];
        return TensorView.Create<double>(weights, shape);
    }

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])), $"{what} {i}: {actual[i]:R}, not {expected[i]:R}");
        }
    }

    private static double[] Read(TensorView values) => values.Read(0, (int)values.Shape.Length, new double[values.Shape.Length]).ToArray();

    private static PlainCase Find(string name) => PlainCase.All.First(plain => plain.ToString() == name);
}
