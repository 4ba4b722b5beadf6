using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Measures.OptionCall;

namespace LossKernels.Tests.Measures;

/// <summary>Input outside its range is measured with a word, or refused.</summary>
public class InputRangeTests
{
    [Fact]
    public void Predictions_outside_the_unit_interval_are_clipped_with_a_word_or_refused()
    {
        LossResult clipped = CrossEntropy.Measure(TensorView.Create([0.5, 1.5, -1]), TensorView.Create([1.0, 1, 0]));
        Assert.Equal(("PredictionOutsideUnit", 2L, 1L), clipped.Diagnostics.Select(found => (found.Id, found.Count, found.FirstRow)).Single());
        AssertFails("ProbabilityOutOfRange", [0.5, 1.5, -1], [3], [1, 1, 0], [3], new CrossEntropyOptions { Convention = Conventions.PyTorch });
        AssertFails("ProbabilityOutOfRange", [0.5, 1.5, -1], [3], [1, 1, 0], [3], new CrossEntropyOptions { Convention = Conventions.Exact });
        AssertFails("NotANumber", [0.5, double.NaN], [2], [1, 1], [2], new CrossEntropyOptions { Convention = Conventions.PyTorch });
    }

    [Fact]
    public void The_ends_of_the_unit_interval_are_within_it_beside_what_is_not()
    {
        LossResult clipped = CrossEntropy.Measure(TensorView.Create([0, 1, 1.5]), TensorView.Create([0.0, 1, 1]));
        Assert.Equal(("PredictionOutsideUnit", 1L, 2L), clipped.Diagnostics.Select(found => (found.Id, found.Count, found.FirstRow)).Single());
    }

    [Theory]
    [InlineData(LossKind.Sparse, new[] { 4, 2 }, new[] { 4 }, new[] { 1.0, 0, 0, 1 })]
    [InlineData(LossKind.Categorical, new[] { 4, 2 }, new[] { 4, 2 }, new[] { 0.0, 1, 1, 0, 1, 0, 0, 1 })]
    [InlineData(LossKind.Binary, new[] { 4, 2 }, new[] { 4, 2 }, new[] { 0.0, 1, 1, 0, 1, 0, 0, 1 })]
    public void Log_probabilities_above_zero_are_measured_with_a_word(LossKind kind, int[] shape, int[] targetShape, double[] targets)
    {
        // Rounding, -infinity and NaN are none of its business.
        double[] predictions = [1e-6, -0.7, double.NegativeInfinity, double.NaN, -0.5, 2e-6, 0.3, double.PositiveInfinity];
        LossResult result = CrossEntropy.Measure(
            TensorView.Create(predictions, shape),
            TensorView.Create(targets, targetShape),
            new CrossEntropyOptions { Kind = kind, Form = InputForm.LogProbability, Convention = Conventions.Exact });
        Diagnostic found = Assert.Single(result.Diagnostics, found => found.Id == "LogProbabilityAboveZero");
        Assert.Equal((3L, 2L), (found.Count, found.FirstRow));
        Assert.Contains("2E-06", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_targets_outside_the_unit_interval_are_measured_with_a_word()
    {
        LossResult result = CrossEntropy.Measure(TensorView.Create([0.5, 0.5, 0.3]), TensorView.Create([1.0, 5, -2]));
        Assert.Equal(("TargetOutsideUnit", 2L, 1L), result.Diagnostics.Select(found => (found.Id, found.Count, found.FirstRow)).Single());
    }
}
