using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Any axis can be that of the classes, and results have the shape of what is left.</summary>
public class AxisTests
{
    [Fact]
    public void The_class_axis_need_not_be_the_last()
    {
        // Two samples of three classes at two positions: (2, 3, 2), the same numbers as (2, 2, 3) with the last two axes swapped.
        double[] lastAxis = [0.1, 0.2, 0.7, 0.3, 0.3, 0.4, 0.5, 0.25, 0.25, 0.6, 0.1, 0.3];
        double[] middleAxis = [0.1, 0.3, 0.2, 0.3, 0.7, 0.4, 0.5, 0.6, 0.25, 0.1, 0.25, 0.3];
        int[] labels = [2, 0, 1, 2];
        CrossEntropyOptions none = new() { Reduction = Reduction.None };
        TensorView byLast = CrossEntropy.Measure(TensorView.Create(lastAxis, 2, 2, 3), TensorView.Create(labels, 2, 2), none).Values!;
        TensorView byMiddle = CrossEntropy.Measure(
            TensorView.Create(middleAxis, 2, 3, 2), TensorView.Create(labels, 2, 2), none with { Axis = 1 }).Values!;
        Assert.Equal(new Shape(2, 2), byMiddle.Shape);
        Assert.Equal(byLast.Read<double>(0, 4, []).ToArray(), byMiddle.Read<double>(0, 4, []).ToArray());

        // PyTorch's class axis is the second.
        CrossEntropyOptions torch = new() { Convention = Conventions.PyTorch, Form = InputForm.Logit };
        Assert.Equal(3, CrossEntropy.Measure(TensorView.Create(middleAxis, 2, 3, 2), TensorView.Create(labels, 2, 2), torch).ClassCount);
    }

    [Fact]
    public void Binary_losses_per_element_keep_the_shape_of_any_axis()
    {
        double[] logits = [.. Enumerable.Range(0, 12).Select(i => i - 6.0)];
        bool[] targets = [.. logits.Select((_, i) => i % 2 == 0)];
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Reduction = Reduction.PerElement };
        TensorView last = CrossEntropy.Measure(TensorView.Create(logits, 2, 3, 2), TensorView.Create(targets, 2, 3, 2), options).Values!;
        TensorView middle = CrossEntropy.Measure(TensorView.Create(logits, 2, 3, 2), TensorView.Create(targets, 2, 3, 2), options with { Axis = 1 }).Values!;
        Assert.Equal(new Shape(2, 3, 2), middle.Shape);
        Assert.Equal(last.Read<double>(0, 12, []).ToArray(), middle.Read<double>(0, 12, []).ToArray());
    }

    [Fact]
    public void The_axis_that_would_fit_is_named()
    {
        LossException failure = Assert.ThrowsAny<LossException>(() => CrossEntropy.Measure(
            TensorView.Create(new double[24], 2, 3, 4), TensorView.Create(new double[8], 2, 4)));
        Assert.Equal("ShapeMismatch", failure.Id);
        Assert.Contains("`Axis = 1`", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LossKind.Auto)]
    [InlineData(LossKind.Sparse)]
    public void Rows_of_targets_and_a_number_for_each_may_be_swapped(LossKind kind)
    {
        LossException failure = Assert.ThrowsAny<LossException>(() => CrossEntropy.Measure(
            TensorView.Create([1, 0, 1]), TensorView.Create([0.1, 0.9, 0.3, 0.7, 0.6, 0.4], 3, 2), new() { Kind = kind }));
        Assert.Equal("ShapeMismatch", failure.Id);
        Assert.StartsWith("Give the targets first, then the predictions,", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_output_without_axes_gives_a_loss_and_a_derivative_without_axes()
    {
        foreach (Convention convention in (Convention[])[Conventions.PyTorch, Conventions.TensorFlow])
        {
            LossResult result = CrossEntropy.Measure(
                TensorView.Create<double>(new[] { 0.8 }, new Shape()),
                TensorView.Create<double>(new[] { 1.0 }, new Shape()),
                new CrossEntropyOptions { Convention = convention, Reduction = Reduction.None, Gradient = true });
            Assert.Equal(new Shape(), result.Values!.Shape);
            Assert.Equal(new Shape(), result.Gradient!.Shape);
            Assert.Equal(-Math.Log(0.8), result.Values.Read<double>(0, 1, [])[0], 1e-6);
            Assert.Equal(-1.25, result.Gradient.Read<double>(0, 1, [])[0], 1e-6);
        }
    }

    // -z + sigmoid(x) over the number of outputs, whatever the axes around the one of length 1.
    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.None)]
    public void One_output_before_inner_axes_is_as_good_as_behind_them(Reduction reduction)
    {
        const int Count = 3 * 5000;
        Random random = new(5);
        float[] logits = [.. Enumerable.Range(0, Count).Select(_ => (random.NextSingle() * 8) - 4)];
        float[] targets = [.. Enumerable.Range(0, Count).Select(_ => (float)random.Next(2))];
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Convention = Conventions.PyTorch, Axis = 1, Reduction = reduction, Gradient = true };
        LossResult result = CrossEntropy.Measure(TensorView.Create(logits, 3, 1, 50, 100), TensorView.Create(targets, 3, 1, 50, 100), options);
        double scale = reduction == Reduction.Mean ? Count : 1;
        float[] gradient = result.Gradient!.Read<float>(0, Count, new float[Count]).ToArray();
        Assert.Equal(new Shape(3, 1, 50, 100), result.Gradient.Shape);
        for (int i = 0; i < Count; i++)
        {
            double slope = targets[i] == 1 ? -1 / (1 + Math.Exp(logits[i])) : 1 / (1 + Math.Exp(-logits[i]));
            Assert.Equal(slope / scale, gradient[i], Math.Abs(slope) / scale * 1e-6);
        }

        Assert.Equal(1, AxisLayout.Of(new Shape(3, 1, 50, 100), 1).Inner);
    }
}
