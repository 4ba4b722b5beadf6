using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Losses;

/// <summary>Targets and predictions one of which has an axis of length 1 more.</summary>
public class TargetShapeTests
{
    // Of tf_keras/metrics/accuracy_metrics_test.py, AccuracyTest.test_binary_accuracy: one of two right each time, which makes 3/4 and 4/6 of what its metric has by then.
    [Fact]
    public void Either_may_have_one_for_a_loss_of_single_values()
    {
        TensorView column = TensorView.Create([1.0, 0], 2, 1);
        Assert.Equal(0.5, Measure("BinaryAccuracy", TensorView.Create([1.0, 0], 2, 1, 1), TensorView.Create([1.0, 1], 2, 1)).Loss);
        Assert.Equal(0.5, Measure("BinaryAccuracy", column, TensorView.Create([1.0, 1], 2, 1, 1)).Loss);
    }

    // Rows of outputs as they are without it: the errors are 1, 2, 3 and 4, 5, 6.
    [Theory]
    [InlineData(-1, new[] { 14.0 / 3, 77.0 / 3 })]
    [InlineData(0, new[] { 17.0 / 2, 29.0 / 2, 45.0 / 2 })]
    public void Rows_are_the_same_rows(int axis, double[] expected)
    {
        TensorView target = TensorView.Create(new double[6], 2, 3, 1);
        TensorView prediction = TensorView.Create([1.0, 2, 3, 4, 5, 6], 2, 3);
        LossOptions options = LossFunctions.Find("MeanSquaredError").CreateOptions() with { Reduction = Reduction.None, Axis = axis };
        TensorView values = Loss.Measure(prediction, target, options).Values!;
        Assert.Equal(expected, values.Read<double>(0, expected.Length, []).ToArray(), (x, y) => Math.Abs(x - y) < 1e-14);
        Assert.Equal(new Shape(expected.Length), values.Shape);
    }

    [Theory]
    [InlineData("KLDivergence")]
    [InlineData("CosineSimilarity")]
    [InlineData("CategoricalHinge")]
    [InlineData("CategoricalAccuracy")]
    public void Which_rows_are_meant_must_be_clear(string name)
    {
        LossException failure = Assert.Throws<LossException>(() => Measure(name, TensorView.Create(new double[6], 2, 3, 1), TensorView.Create(new double[6], 2, 3)));
        Assert.Equal("ShapeMismatch", failure.Id);
        Assert.Equal("Give predictions of shape (2, 3), or targets of shape (2, 3, 1) if each prediction is a row.", failure.Remedy);
    }

    // Of keras/src/losses/losses_test.py, DiceTest.test_correctness.
    [Fact]
    public void A_loss_of_all_values_has_no_rows() =>
        Assert.Equal(-0.55555546, Measure("Dice", TensorView.Create([4.0, 1, 6, 1], 2, 2, 1), TensorView.Create([1.0, 2, 1, 2], 2, 2)).Loss!.Value, 1e-6);

    private static LossResult Measure(string name, TensorView prediction, TensorView target) =>
        Loss.Measure(prediction, target, LossFunctions.Find(name).CreateOptions());
}
