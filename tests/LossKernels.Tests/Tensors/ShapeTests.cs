using LossKernels.Tensors;

namespace LossKernels.Tests.Tensors;

/// <summary>A shape has as many values as its lengths multiply to, as far as these can be counted.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0, 3, 0)]
    [InlineData(24, 2, 3, 4)]
    [InlineData(4611686014132420609, int.MaxValue, int.MaxValue)]
    public void The_lengths_multiply(long expected, params int[] lengths) => Assert.Equal(expected, new Shape(lengths).Length);

    // An axis of no length hides what is left where it is taken out.
    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(0, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void More_values_than_can_be_counted_are_no_shape(params int[] lengths)
    {
        ArgumentOutOfRangeException failure = Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(lengths));
        Assert.StartsWith($"The shape ({string.Join(", ", lengths)}) has more values than can be counted.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_below_zero_is_none() => Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, -1));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(-1)]
    public void An_axis_that_a_shape_has_not_is_named(int axis)
    {
        Shape shape = new(2, 3);
        Assert.Equal("axis", Assert.Throws<ArgumentOutOfRangeException>(() => shape.Without(axis)).ParamName);
        Assert.Equal("axis", Assert.Throws<ArgumentOutOfRangeException>(() => shape.With(axis == 2 ? 3 : axis, 1)).ParamName);
        ArgumentOutOfRangeException failure = Assert.Throws<ArgumentOutOfRangeException>(() => shape[axis < 0 ? ^3 : axis]);
        Assert.Equal("axis", failure.ParamName);
        Assert.StartsWith("The shape (2, 3) has no such axis.", failure.Message, StringComparison.Ordinal);
    }
}
