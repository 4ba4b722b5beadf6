using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Semantics;

/// <summary>The numbers by which it shows whose formula an implementation has: a wrong prediction that is certain.</summary>
public class FingerprintTests
{
    private const double OneUnit = 1.7763568394002505e-15;

    [Theory]
    [InlineData("Keras1", 16.118095, 15.942385)]
    [InlineData("Keras3", 16.118095, 15.942385)]
    [InlineData("TensorFlow", 15.424949, 15.333239)]
    [InlineData("PyTorch", 100, 100)]
    public void A_certain_and_wrong_prediction_costs_what_is_published_in_single_precision(string convention, double falseNegative, double falsePositive)
    {
        Assert.Equal((float)falseNegative, (float)BinaryLoss<float>(convention, target: 1, prediction: 0));
        Assert.Equal((float)falsePositive, (float)BinaryLoss<float>(convention, target: 0, prediction: 1));
    }

    // TensorFlow prints ...373 for -ln(2e-7), whose nearest double is ...375: one unit in the last place is allowed.
    [Theory]
    [InlineData("Keras1", 16.11809565095832, 16.118095651484676)]
    [InlineData("Keras3", 16.11809565095832, 16.118095651484676)]
    [InlineData("TensorFlow", 15.424948470398373, 15.424948470661551)]
    [InlineData("PyTorch", 100, 100)]
    [InlineData("Exact", double.PositiveInfinity, double.PositiveInfinity)]
    public void A_certain_and_wrong_prediction_costs_what_is_published_in_double_precision(string convention, double falseNegative, double falsePositive)
    {
        Assert.Equal(falseNegative, BinaryLoss<double>(convention, target: 1, prediction: 0), OneUnit);
        Assert.Equal(falsePositive, BinaryLoss<double>(convention, target: 0, prediction: 1), OneUnit);
    }

    [Theory]
    [InlineData("TensorFlow", 3.833)]
    [InlineData("Keras3", 3.98559)]
    public void Of_the_frameworks_own_test(string convention, double expected)
    {
        LossResult result = CrossEntropy.Measure(
            TensorView.Create([1f, 1, 1, 0], 2, 2),
            TensorView.Create([1f, 0, 1, 0], 2, 2),
            new CrossEntropyOptions { Kind = LossKind.Binary, Convention = Conventions.Find(convention) });
        Assert.Equal(expected, result.Loss!.Value, 0.0005);
    }

    // A certain and right prediction of three classes: what is left is the clip.
    [Theory]
    [InlineData("TensorFlow", LossKind.Sparse, 2.0000e-07)]
    [InlineData("Keras1", LossKind.Sparse, 2.0000e-07)]
    [InlineData("Keras3", LossKind.Sparse, 1.1920929e-07)]
    [InlineData("TensorFlow", LossKind.Categorical, 1.1920929e-07)]
    [InlineData("Keras3", LossKind.Categorical, 1.1920929e-07)]
    [InlineData("Exact", LossKind.Sparse, 0)]
    [InlineData("Exact", LossKind.Categorical, 0)]
    public void Of_the_identity_matrix(string convention, LossKind kind, double expected)
    {
        TensorView identity = TensorView.Create([1f, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3);
        LossResult result = CrossEntropy.Measure(
            identity,
            kind == LossKind.Sparse ? TensorView.Create([0, 1, 2]) : identity,
            new CrossEntropyOptions { Kind = kind, Convention = Conventions.Find(convention) });
        Assert.Equal(expected, result.Loss!.Value, 1e-6 * expected);
    }

    [Theory]
    [InlineData("TensorFlow")]
    [InlineData("Keras3")]
    [InlineData("Keras1")]
    public void Of_rows_that_do_not_sum_to_one(string convention)
    {
        LossResult result = CrossEntropy.Measure(
            TensorView.Create([0.5f, 0.89f, 0.6f], 1, 3),
            TensorView.Create([0f, 1, 0], 1, 3),
            new CrossEntropyOptions { Kind = LossKind.Categorical, Convention = Conventions.Find(convention) });
        Assert.Equal(0.8046684, result.Loss!.Value, 5e-7);
    }

    // Infinite logits: the formula as TensorFlow writes it, as PyTorch writes it, and its limit.
    [Theory]
    [InlineData("TensorFlow", double.PositiveInfinity, 1, double.NaN)]
    [InlineData("TensorFlow", double.PositiveInfinity, 0, double.NaN)]
    [InlineData("TensorFlow", double.NegativeInfinity, 0, double.NaN)]
    [InlineData("TensorFlow", double.NegativeInfinity, 1, double.PositiveInfinity)]
    [InlineData("Keras3", double.PositiveInfinity, 1, double.NaN)]
    [InlineData("Keras3", double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData("Keras3", double.NegativeInfinity, 0, double.NaN)]
    [InlineData("Keras3", double.NegativeInfinity, 1, double.PositiveInfinity)]
    [InlineData("PyTorch", double.PositiveInfinity, 1, double.NaN)]
    [InlineData("PyTorch", double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData("PyTorch", double.NegativeInfinity, 0, double.NaN)]
    [InlineData("PyTorch", double.NegativeInfinity, 1, double.NaN)]
    [InlineData("Exact", double.PositiveInfinity, 1, 0)]
    [InlineData("Exact", double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData("Exact", double.NegativeInfinity, 0, 0)]
    [InlineData("Exact", double.NegativeInfinity, 1, double.PositiveInfinity)]
    public void Of_infinite_logits(string convention, double logit, double target, double expected)
    {
        LossResult result = CrossEntropy.Measure(
            TensorView.Create([logit]),
            TensorView.Create([target]),
            new CrossEntropyOptions { Kind = LossKind.Binary, Form = InputForm.Logit, Convention = Conventions.Find(convention) });
        Assert.Equal(expected, result.Loss);
        string[] warnings = double.IsNaN(expected) ? ["LossNotANumber"] : double.IsInfinity(expected) ? ["LossInfinite"] : [];
        Assert.Equal(warnings, result.Diagnostics.Select(found => found.Id));
    }

    // softmax_cross_entropy multiplies the logarithm of every class by its target, of 0 too; the limit of that is 0. Class numbers name one class.
    [Theory]
    [InlineData("TensorFlow", true)]
    [InlineData("Keras3", true)]
    [InlineData("PyTorch", true)]
    [InlineData("Exact", false)]
    public void Of_classes_that_a_logit_rules_out(string convention, bool isNaN)
    {
        for (int classes = 2; classes <= 9; classes++)
        {
            double[] logits = new double[3 * classes];
            double[] oneHot = new double[3 * classes];
            for (int row = 0; row < 3; row++)
            {
                oneHot[row * classes] = 1;
            }

            logits[(2 * classes) - 1] = double.NegativeInfinity;
            CrossEntropyOptions options = new() { Kind = LossKind.Categorical, Form = InputForm.Logit, Convention = Conventions.Find(convention) };
            double expected = ((2 * Math.Log(classes)) + Math.Log(classes - 1)) / 3;
            foreach (CrossEntropyOptions each in (CrossEntropyOptions[])[options, options with { Detailed = true }, options with { Reduction = Reduction.Sum, Gradient = true }])
            {
                double total = each.Reduction == Reduction.Sum ? 3 : 1;
                double loss = CrossEntropy.Measure(TensorView.Create(logits, 3, classes), TensorView.Create(oneHot, 3, classes), each).Loss!.Value;
                Assert.Equal(isNaN ? double.NaN : total * expected, loss, 1e-12);
                loss = CrossEntropy.Measure(TensorView.Create(logits, 3, classes), TensorView.Create([0, 0, 0]), each with { Kind = LossKind.Sparse }).Loss!.Value;
                Assert.Equal(total * expected, loss, 1e-12);
            }
        }
    }

    private static double BinaryLoss<T>(string convention, double target, double prediction)
        where T : unmanaged, System.Numerics.INumber<T> => CrossEntropy.Measure(
            TensorView.Create([T.CreateTruncating(prediction)]),
            TensorView.Create([T.CreateTruncating(target)]),
            new CrossEntropyOptions { Kind = LossKind.Binary, Convention = Conventions.Find(convention) }).Loss!.Value;
}
