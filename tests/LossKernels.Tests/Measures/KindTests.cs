using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Measures.OptionCall;

namespace LossKernels.Tests.Measures;

/// <summary>The kind of loss is found from shapes and targets.</summary>
public class KindTests
{
    [Theory]
    [InlineData(new[] { 3 }, new[] { 3 }, new[] { 0.0, 1, 1 }, LossKind.Binary)]
    [InlineData(new[] { 3, 1 }, new[] { 3 }, new[] { 0.0, 1, 1 }, LossKind.Binary)]
    [InlineData(new[] { 2, 3 }, new[] { 2 }, new[] { 0.0, 2 }, LossKind.Sparse)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 1 }, new[] { 0.0, 2 }, LossKind.Sparse)]
    [InlineData(new[] { 3 }, new[] { 1 }, new[] { 2.0 }, LossKind.Sparse)]
    [InlineData(new[] { 2, 2 }, new[] { 2, 2 }, new[] { 0.0, 1, 0.5, 0.5 }, LossKind.Categorical)]
    [InlineData(new[] { 2, 2 }, new[] { 2, 2 }, new[] { 0.0, 1, 1, 1 }, LossKind.Binary)]
    [InlineData(new[] { 2, 2, 3 }, new[] { 2, 2 }, new[] { 0.0, 1, 2, 2 }, LossKind.Sparse)]
    public void Auto_finds_the_kind(int[] prediction, int[] target, double[] targets, LossKind expected)
    {
        int count = prediction.Aggregate(1, (a, b) => a * b);
        LossResult result = CrossEntropy.Measure(
            TensorView.Create(Enumerable.Repeat(0.4, count).ToArray(), prediction), TensorView.Create(targets, target));
        Assert.Equal(expected, result.Kind);
        Assert.NotEmpty(result.KindReason!);
    }

    [Fact]
    public void Two_vectors_that_may_be_one_sample_are_ambiguous()
    {
        AssertFails("AmbiguousKind", [0.3, 0.7], [2], [0, 1], [2]);
        Assert.Equal(-Math.Log(0.7), Loss([0.3, 0.7], [2], [0, 1], [2], new CrossEntropyOptions { Kind = LossKind.Categorical }), 1e-12);
        Assert.Equal(-Math.Log(0.7 + 1e-7), Loss([0.3, 0.7], [2], [0, 1], [2], new CrossEntropyOptions { Kind = LossKind.Binary }), 1e-12);
    }

    [Fact]
    public void A_later_row_that_contradicts_the_first_is_ambiguous()
    {
        const int Rows = 40_000;
        double[] targets = [.. Enumerable.Range(0, Rows).SelectMany(_ => new[] { 0.0, 1 })];
        targets[60_000] = 1;
        LossException failure = Assert.ThrowsAny<LossException>(() =>
            CrossEntropy.Measure(TensorView.Create(Enumerable.Repeat(0.5, 2 * Rows).ToArray(), Rows, 2), TensorView.Create(targets, Rows, 2)));
        Assert.Equal("AmbiguousKind", failure.Id);
        Assert.Equal(30_000, failure.Row);
    }
}
