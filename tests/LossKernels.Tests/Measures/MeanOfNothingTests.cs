using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Measures.OptionCall;

namespace LossKernels.Tests.Measures;

/// <summary>What the mean of no losses is.</summary>
public class MeanOfNothingTests
{
    [Fact]
    public void An_empty_batch_gives_what_the_convention_gives()
    {
        TensorView none = TensorView.Create<float>(default, new Shape(0, 3));
        TensorView labels = TensorView.Create<int>(default, new Shape(0));
        Assert.Equal(0, CrossEntropy.Measure(none, labels, new CrossEntropyOptions { Convention = Conventions.Keras3 }).Loss);
        Assert.Equal(double.NaN, CrossEntropy.Measure(none, labels, new CrossEntropyOptions { Convention = Conventions.PyTorch, Form = InputForm.Logit }).Loss);
        Assert.Equal(0, CrossEntropy.Measure(none, labels, new CrossEntropyOptions { Reduction = Reduction.Sum }).Loss);
    }

    [Fact]
    public void An_empty_batch_gives_what_the_convention_gives_with_options_on()
    {
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.PyTorch,
            ClassWeights = [1, 2, 3],
            LabelSmoothing = 0.1,
            FocalGamma = 2,
            Gradient = true,
        };
        foreach (int? size in (int?[])[null, 2])
        {
            Assert.Equal(double.NaN, Empty(options with { BatchSize = size }).Loss);
            Assert.Equal(0, Empty(options with { BatchSize = size, WhenAllIgnored = WhenAllIgnored.Zero }).Loss);
            Assert.Contains("no samples", Assert.Single(Empty(options with { BatchSize = size }).Diagnostics).Message, StringComparison.Ordinal);
            LossException failure = Assert.ThrowsAny<LossException>(() => Empty(options with { BatchSize = size, WhenAllIgnored = WhenAllIgnored.Error }));
            Assert.Equal("AllSamplesIgnored", failure.Id);
            Assert.Contains("no samples", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, Empty(options with { Reduction = Reduction.Sum }).Loss);
        Assert.Equal(new Shape(0), Empty(options with { Reduction = Reduction.None }).Values!.Shape);
        Assert.Equal(new Shape(0, 3), Empty(options).Gradient!.Shape);

        static LossResult Empty(CrossEntropyOptions options) => CrossEntropy.Measure(
            TensorView.Create<float>(default, new Shape(0, 3)), TensorView.Create<int>(default, new Shape(0)), options);
    }

    [Theory]
    [InlineData("PyTorch", WhenAllIgnored.Convention, double.NaN)]
    [InlineData("Keras3", WhenAllIgnored.Convention, 0)]
    [InlineData("Keras3", WhenAllIgnored.NaN, double.NaN)]
    [InlineData("PyTorch", WhenAllIgnored.Zero, 0)]
    public void The_mean_of_nothing_is_what_is_asked_for(string convention, WhenAllIgnored whenAllIgnored, double expected)
    {
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.Find(convention),
            IgnoreClass = 255,
            WhenAllIgnored = whenAllIgnored,
        };
        foreach (Denominator denominator in (Denominator[])[Denominator.Convention, Denominator.Elements, Denominator.Valid, Denominator.WeightSum, Denominator.NonZeroWeights])
        {
            Assert.Equal(expected, Loss([1, 2, 3, 4], [2, 2], [255, 255], [2], options with { Denominator = denominator }));
        }

        Assert.Equal(0, Loss([1, 2, 3, 4], [2, 2], [255, 255], [2], options with { Reduction = Reduction.Sum }));

        // A denominator of zero, though nothing is ignored.
        CrossEntropyOptions weighed = options with { Denominator = Denominator.WeightSum };
        LossResult result = CrossEntropy.Measure(TensorView.Create([1.0, 2, 3, 4], 2, 2), TensorView.Create([0, 1]), weighed, TensorView.Create([0.0, 0]));
        Assert.Equal(expected, result.Loss);

        // Of two batches the first has nothing: its mean counts.
        double second = Loss([3, 4], [1, 2], [0], [1], options);
        Assert.Equal((expected + second) / 2, Loss([1, 2, 3, 4], [2, 2], [255, 0], [2], options with { BatchSize = 1 }), 1e-15);
    }

    // The third sample is the one of a batch of its own.
    [Theory]
    [InlineData(-100, 1, "The only sample of batch 2 is ignored")]
    [InlineData(0, 0, "The denominator (WeightSum) of batch 2 is zero")]
    public void A_batch_of_nothing_is_told(int label, double weight, string said)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.PyTorch, BatchSize = 1, Gradient = true };
        LossResult result = Of(options);
        Assert.Equal(double.NaN, result.Loss);
        Diagnostic found = Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "NothingToAverage");
        Assert.StartsWith(said, found.Message, StringComparison.Ordinal);
        Assert.Equal(2, found.FirstRow);
        Assert.Contains("of batch 2", Assert.ThrowsAny<LossException>(() => Of(options with { WhenAllIgnored = WhenAllIgnored.Error })).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Of(options with { BatchSize = 2 }).Diagnostics, diagnostic => diagnostic.Id == "NothingToAverage");

        LossResult Of(CrossEntropyOptions options) => CrossEntropy.Measure(
            TensorView.Create([1.0, 2, 3, 4, 5, 6, 7, 8], 4, 2), TensorView.Create([0, 1, label, 0]), options, TensorView.Create([1, 1, weight, 1]));
    }

    [Fact]
    public void The_mean_of_nothing_can_be_an_error()
    {
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.PyTorch,
            WhenAllIgnored = WhenAllIgnored.Error,
        };
        AssertFails("AllSamplesIgnored", [1, 2, 3, 4], [2, 2], [-100, -100], [2], options);
        AssertFails("AllSamplesIgnored", [1, 2, 3, 4], [2, 2], [-100, 0], [2], options with { BatchSize = 1 });
        AssertFails("AllSamplesIgnored", [1, 2, 3, 4], [2, 2], [0, 0], [2], options with { ClassWeights = [0, 1] });
        Assert.Equal(0, Loss([1, 2, 3, 4], [2, 2], [-100, -100], [2], options with { Reduction = Reduction.Sum }));

        LossMeter meter = new(options, failure => Assert.Fail(failure.Message));
        meter.Add([1, 2], [-100]);
        Assert.Equal("AllSamplesIgnored", Assert.ThrowsAny<LossException>(meter.Complete).Id);
        AssertFails("AllSamplesIgnored", [0.5, 0.5], [2], [0, 1], [2], new CrossEntropyOptions { Kind = LossKind.Binary, Convention = Conventions.ScikitLearn, ClassWeights = [0, 0] });
    }
}
