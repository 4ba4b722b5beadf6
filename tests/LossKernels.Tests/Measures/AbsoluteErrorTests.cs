using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Generalised cross-entropy with q = 1, the absolute error 1 - p: a number for whatever is given as a probability, where it is not refused.</summary>
public class AbsoluteErrorTests
{
    private static readonly CrossEntropyOptions Options = new() { GeneralizedQ = 1, Gradient = true };

    // As numbers of classes and as one-hot rows.
    [Theory]
    [InlineData(-0.25, 1.25)]
    [InlineData(0, 1)]
    [InlineData(0.75, 0.25)]
    [InlineData(1.5, -0.5)]
    public void Of_a_class_is_one_less_its_number(double own, double expected)
    {
        TensorView prediction = TensorView.Create([own, -0.5], 1, 2);
        foreach ((LossKind kind, TensorView target) in new[] { (LossKind.Sparse, TensorView.Create([0.0])), (LossKind.Categorical, TensorView.Create([1.0, 0.0], 1, 2)) })
        {
            LossResult result = CrossEntropy.Measure(prediction, target, Options with { Kind = kind });
            Assert.Equal(expected, result.Loss!.Value);
            Assert.Equal([-1, 0], result.Gradient!.Read<double>(0, 2, new double[2]).ToArray());
        }
    }

    [Theory]
    [InlineData(-0.25, 1, 1.25, -1)]
    [InlineData(-0.25, 0, -0.25, 1)]
    [InlineData(1.5, 1, -0.5, -1)]
    [InlineData(1.5, 0, 1.5, 1)]
    [InlineData(0.75, 0.25, 0.625, 0.5)]
    public void Of_an_output_is_that_of_yes_and_of_no(double p, double target, double expected, double slope)
    {
        LossResult result = CrossEntropy.Measure(TensorView.Create([p]), TensorView.Create([target]), Options with { Kind = LossKind.Binary });
        Assert.Equal(expected, result.Loss!.Value);
        Assert.Equal(slope, result.Gradient!.Read<double>(0, 1, new double[1])[0]);
    }

    [Fact]
    public void Is_refused_by_the_exact_formula_and_told_of_elsewhere()
    {
        TensorView prediction = TensorView.Create([-0.25, 1.25], 1, 2);
        LossException failure = Assert.ThrowsAny<LossException>(
            () => CrossEntropy.Measure(prediction, TensorView.Create([0.0]), Options with { Kind = LossKind.Sparse, Convention = Conventions.Exact }));
        Assert.Equal("ProbabilityOutOfRange", failure.Id);
        LossResult result = CrossEntropy.Measure(prediction, TensorView.Create([0.0]), Options with { Kind = LossKind.Sparse });
        Assert.Equal("PredictionOutsideUnit", Assert.Single(result.Diagnostics).Id);
    }

    [Fact]
    public void Of_NaN_is_NaN()
    {
        LossResult result = CrossEntropy.Measure(TensorView.Create([double.NaN]), TensorView.Create([1.0]), Options with { Kind = LossKind.Binary });
        Assert.Equal(double.NaN, result.Loss!.Value);
        Assert.Equal(double.NaN, result.Gradient!.Read<double>(0, 1, new double[1])[0]);
    }
}
