using LossKernels.Tensors;

namespace LossKernels.Tests.Tensors;

/// <summary>Classes go to an axis and come back from it.</summary>
public sealed class ClassAxisTests
{
    private static readonly double[] Rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    [Theory]
    [InlineData(0, new[] { 3, 2, 2 }, new double[] { 1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12 })]
    [InlineData(1, new[] { 2, 3, 2 }, new double[] { 1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12 })]
    [InlineData(-1, new[] { 2, 2, 3 }, new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })]
    public void Rows_are_spread_and_collected(int axis, int[] lengths, double[] values)
    {
        TensorView tensor = ClassAxis.Spread(Rows, new Shape(2, 2), 3, axis);
        Assert.Equal(new Shape(lengths), tensor.Shape);
        Assert.Equal(values, tensor.ToArray<double>());
        (double[] rows, Shape samples, int classes) = ClassAxis.Collect<double>(tensor, axis);
        Assert.Equal(Rows, rows);
        Assert.Equal(new Shape(2, 2), samples);
        Assert.Equal(3, classes);
    }

    [Fact]
    public void A_single_class_has_its_axis_too()
    {
        Assert.Equal(new Shape(2, 1, 6), ClassAxis.Spread(Rows, new Shape(2, 6), 1, 1).Shape);
        Assert.Equal(new Shape(2, 6), ClassAxis.Collect<double>(TensorView.Create(Rows, 2, 1, 6), 1).Samples);
    }

    [Fact]
    public void There_is_no_axis_beyond_the_last()
    {
        Assert.Equal("ParameterOutOfRange", Assert.Throws<LossException>(() => ClassAxis.Spread(Rows, new Shape(4), 3, 2)).Id);
        Assert.Equal("ParameterOutOfRange", Assert.Throws<LossException>(() => ClassAxis.Collect<double>(TensorView.Create(Rows, 4, 3), -3)).Id);
    }
}
