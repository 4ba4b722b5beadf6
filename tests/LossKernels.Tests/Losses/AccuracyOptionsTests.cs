using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Losses;

/// <summary>Which accuracy is measured is what the targets are; the shares are counted by hand.</summary>
public class AccuracyOptionsTests
{
    private static readonly TensorView Scores = TensorView.Create([0.05, 0.95, 0, 0.1, 0.7, 0.2, 0.6, 0.3, 0.1, 0.2, 0.2, 0.6], 4, 3);
    private static readonly TensorView Labels = TensorView.Create([1, 2, 0, 1]);
    private static readonly TensorView OneHot = TensorView.Create([0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0], 4, 3);

    // In the last row the class is one of two with the second greatest score.
    [Theory]
    [InlineData(null, "TensorFlow", "SparseCategoricalAccuracy", 0.5)]
    [InlineData(1, "TensorFlow", "SparseTopKCategoricalAccuracy", 0.5)]
    [InlineData(2, "TensorFlow", "SparseTopKCategoricalAccuracy", 1)]
    [InlineData(2, "Exact", "SparseTopKCategoricalAccuracy", 0.75)]
    [InlineData(3, "Exact", "SparseTopKCategoricalAccuracy", 1)]
    public void Class_numbers_are_sparse(int? k, string convention, string name, double expected) =>
        Check(Labels, new AccuracyOptions { K = k, Convention = Conventions.Find(convention) }, name, expected);

    [Theory]
    [InlineData(null, "Exact", "CategoricalAccuracy", 0.5)]
    [InlineData(2, "Exact", "TopKCategoricalAccuracy", 0.75)]
    [InlineData(2, "Keras3", "TopKCategoricalAccuracy", 1)]
    public void Distributions_are_categorical(int? k, string convention, string name, double expected) =>
        Check(OneHot, new AccuracyOptions { K = k, Convention = Conventions.Find(convention) }, name, expected);

    [Theory]
    [InlineData(null, 8 / 12.0)]
    [InlineData(0.25, 7 / 12.0)]
    public void Outputs_are_binary(double? threshold, double expected) =>
        Check(OneHot, new AccuracyOptions { Kind = LossKind.Binary, Threshold = threshold }, "BinaryAccuracy", expected);

    [Fact]
    public void What_the_targets_do_not_have_is_refused()
    {
        Assert.Equal("OptionNotSupported", Assert.Throws<LossException>(() => Loss.Measure(Scores, Labels, new AccuracyOptions { Threshold = 0.3 })).Id);
        Assert.Equal("OptionNotSupported", Assert.Throws<LossException>(() => Loss.Measure(Scores, OneHot, new AccuracyOptions { Kind = LossKind.Binary, K = 2 })).Id);
    }

    [Fact]
    public void What_any_loss_is_asked_for_is_asked_for() =>
        Assert.Equal(2, Loss.Measure(Scores, Labels, new AccuracyOptions { Reduction = Reduction.Sum }).Loss);

    private static void Check(TensorView targets, AccuracyOptions options, string name, double expected)
    {
        LossResult result = Loss.Measure(Scores, targets, options);
        Assert.Equal(name, result.Function?.Name);
        Assert.Equal(expected, result.Loss!.Value, 1e-12);
    }
}
