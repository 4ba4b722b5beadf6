using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Measures.DetailAssert;

namespace LossKernels.Tests.Measures;

/// <summary>Of numbers whose squares are beyond the data type, details are still those of the probabilities.</summary>
public class DetailOfExtremesTests
{
    // Three rows of label 1. Two are hits of all but certain probability. The other is as sure of the first class: its Brier score is 2, one class
    // is above that of the label, and its winning probability is in the last bin, too.
    [Theory]
    [InlineData(LossKind.Sparse, ElementType.Float32, 3)]
    [InlineData(LossKind.Sparse, ElementType.Float32, 5)]
    [InlineData(LossKind.Sparse, ElementType.Float32, 10)]
    [InlineData(LossKind.Sparse, ElementType.Float32, 100)]
    [InlineData(LossKind.Categorical, ElementType.Float32, 3)]
    [InlineData(LossKind.Categorical, ElementType.Float32, 100)]
    [InlineData(LossKind.Sparse, ElementType.Float64, 10)]
    public void Logits_whose_tail_has_no_square_have_the_detail_of_their_probabilities(LossKind kind, ElementType type, int classes)
    {
        double high = type == ElementType.Float32 ? 60 : 500;
        double[] logits = new double[3 * classes];
        (logits[0], logits[classes + 1], logits[(2 * classes) + 1]) = (high, high, high);
        AssertOneOfThreeIsMissed(
            Measure(logits, kind, classes, new CrossEntropyOptions { Kind = kind, Form = InputForm.Logit, Convention = Conventions.PyTorch, DataType = type }), 1, 2);
    }

    // Rows as they are counted, of a convention that divides them by their sums: (3/4, 1/4, 0, ...) and twice (1/4, 3/4, 0, ...).
    [Theory]
    [InlineData(LossKind.Sparse, ElementType.Float32, 3)]
    [InlineData(LossKind.Sparse, ElementType.Float32, 40)]
    [InlineData(LossKind.Categorical, ElementType.Float32, 3)]
    [InlineData(LossKind.Categorical, ElementType.Float32, 40)]
    [InlineData(LossKind.Sparse, ElementType.Float64, 3)]
    public void Values_that_have_no_square_have_the_detail_of_their_probabilities(LossKind kind, ElementType type, int classes)
    {
        double unit = type == ElementType.Float32 ? 1e20 : 1e160;
        double[] values = new double[3 * classes];
        (values[0], values[1]) = (3 * unit, unit);
        (values[classes], values[classes + 1]) = (unit, 3 * unit);
        (values[2 * classes], values[(2 * classes) + 1]) = (unit, 3 * unit);
        AssertOneOfThreeIsMissed(Measure(values, kind, classes, new CrossEntropyOptions { Kind = kind, Convention = Conventions.Keras3, DataType = type }), 0.75, 1.125);
    }

    private static void AssertOneOfThreeIsMissed(LossDetail detail, double confidence, double missedScore)
    {
        double hitScore = 2 * (1 - confidence) * (1 - confidence);
        Assert.Equal(2.0 / 3, detail.Accuracy, 1e-12);
        Assert.Equal(1, detail.TopKAccuracy[1]);
        Assert.Equal((missedScore + (2 * hitScore)) / 3, detail.BrierScore, SingleTolerance);
        AssertBins(detail, (confidence == 1 ? 14 : 11, 3, confidence, 2.0 / 3));
    }

    private static LossDetail Measure(double[] predictions, LossKind kind, int classes, CrossEntropyOptions options)
    {
        double[] targets = new double[3 * classes];
        (targets[1], targets[classes + 1], targets[(2 * classes) + 1]) = (1, 1, 1);
        return DetailAssert.Measure(
            TensorView.Create(predictions, 3, classes), kind == LossKind.Sparse ? TensorView.Create([1, 1, 1]) : TensorView.Create(targets, 3, classes), options);
    }
}
