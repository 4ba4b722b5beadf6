using System.Collections;
using LossCmdlets.Output;
using LossCmdlets.Tests.Input;
using LossKernels.Tensors;

namespace LossCmdlets.Tests.Output;

public sealed class TensorTests
{
    private static readonly double[] Six = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void A_tensor_keeps_the_shape_and_the_values_that_it_was_given()
    {
        Tensor tensor = new(Six, [2, 3]);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Same(Six, tensor.Values);
        Assert.Equal(DataType.Float64, tensor.DataType);
        Assert.Null(tensor.Class);
        Assert.Equal("Tensor (2, 3) Float64", tensor.ToString());
        Assert.False(typeof(IEnumerable).IsAssignableFrom(typeof(Tensor)));
    }

    [Fact]
    public void The_shape_cannot_be_changed_from_outside()
    {
        Tensor tensor = new(Six, [2, 3]);
        tensor.Shape[0] = 9;
        Assert.Equal([2, 3], tensor.Shape);
    }

    [Theory]
    [InlineData(new float[] { 1, 2 }, DataType.Float32)]
    [InlineData(new double[] { 1, 2 }, DataType.Float64)]
    [InlineData(new int[] { 1, 2 }, DataType.Float64)]
    [InlineData(new object[] { "1", 2 }, DataType.Float64)]
    public void Single_precision_stays_and_the_rest_becomes_double(object values, DataType expected)
    {
        Tensor tensor = new(values);
        Assert.Equal(expected, tensor.DataType);
        Assert.Equal([2], tensor.Shape);
    }

    [Fact]
    public void Half_precision_becomes_single() => Assert.Equal(DataType.Float32, new Tensor(new Half[] { (Half)1 }).DataType);

    [Fact]
    public void A_tensor_made_of_an_array_does_not_change_with_it()
    {
        double[] values = [1, 2];
        Tensor tensor = new(values);
        values[0] = 9;
        Assert.Equal(1.0, tensor[0]);
    }

    [Fact]
    public void A_tensor_of_a_tensor_is_alike()
    {
        Tensor tensor = new(new Tensor(Six, [2, 3], ["a", "b", "c"]));
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(["a", "b", "c"], tensor.Class!);
    }

    [Fact]
    public void Other_flat_numbers_are_converted() => Assert.Equal(Six, new Tensor(new int[] { 1, 2, 3, 4, 5, 6 }, [3, 2]).Values);

    [Fact]
    public void A_shape_that_does_not_fit_is_an_error() => Assert.Equal(
        "A tensor of shape (2, 2) has 4 values, and 6 are given. Give a shape whose lengths multiply to the number of values.",
        Read.Fails("ShapeMismatch", () => new Tensor(Six, [2, 2])).Message);

    [Fact]
    public void A_length_below_zero_is_an_error() => Assert.Equal(
        "Axis 0 of the shape (-1, 2) has the length -1; lengths are 0 and more. Give the length of each axis; -1 does not stand for what is left, as it does in NumPy.",
        Read.Fails("ShapeMismatch", () => new Tensor(Six, [-1, 2])).Message);

    // PowerShell shows of what a constructor throws the message alone.
    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, 0)]
    public void A_shape_of_too_many_values_is_an_error(params int[] shape) => Assert.Equal(
        $"The shape ({string.Join(", ", shape)}) has more values than can be counted. Give a shape whose lengths multiply to the number of values.",
        Read.Fails("ShapeMismatch", () => new Tensor(Six, shape)).Message);

    [Fact]
    public void No_shape_is_an_error() => Assert.Equal("Shape is $null. Give a value.", Read.Fails("NullValue", () => new Tensor(Six, null!)).Message);

    [Fact]
    public void One_value_is_called_so() => Assert.StartsWith(
        "A tensor of shape () has one value, and 6 are given.", Read.Fails("ShapeMismatch", () => new Tensor(Six, [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_run_along_the_last_axis()
    {
        Assert.Equal([[1, 2, 3], [4, 5, 6]], (double[][])new Tensor(Six, [2, 3]).Rows);
        Assert.Equal([[1f, 2f]], (float[][])new Tensor(new float[] { 1, 2 }).Rows);
        Assert.Equal(3, new Tensor(Six, [1, 3, 2]).Rows.Length);
    }

    [Fact]
    public void An_index_gives_a_number_a_row_or_a_tensor()
    {
        Assert.Equal(2.0, new Tensor(Six)[1]);
        Assert.Equal(6.0, new Tensor(Six)[-1]);
        Assert.Equal(new double[] { 4, 5, 6 }, new Tensor(Six, [2, 3])[1]);
        Assert.Equal(2f, new Tensor(new float[] { 1, 2 })[1]);
        Tensor slice = Assert.IsType<Tensor>(new Tensor(Six, [2, 1, 3])[-1]);
        Assert.Equal([1, 3], slice.Shape);
        Assert.Equal(new double[] { 4, 5, 6 }, slice.Values);
    }

    [Fact]
    public void Several_indexes_give_a_number()
    {
        Assert.Equal(6.0, new Tensor(Six, [2, 3])[1, 2]);
        Assert.Equal(3.0, new Tensor(Six, [2, 3])[-2, -1]);
        Assert.Equal(5.0, new Tensor(Six, [2, 1, 3])[1, 0, 1]);
    }

    [Fact]
    public void Indexes_beyond_the_shape_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tensor(Six, [2, 3])[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tensor(Six, [2, 3])[0, -4]);
        Assert.Throws<ArgumentException>(() => new Tensor(Six, [2, 3])[0, 0, 0]);
        Assert.Throws<ArgumentException>(() => Tensor.Create(new double[] { 1 }, new Shape())[0]);
    }

    [Fact]
    public void Rectangular_arrays_have_the_axes_of_the_tensor()
    {
        Assert.Equal(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, new Tensor(Six, [2, 3]).ToArray());
        Assert.Equal(new float[,,] { { { 1 } }, { { 2 } } }, new Tensor(new float[] { 1, 2 }, [2, 1, 1]).ToArray());
        Assert.Equal(new double[] { 1 }, Tensor.Create(new double[] { 1 }, new Shape()).ToArray());
    }

    [Fact]
    public void Matrices_convert_to_either_precision()
    {
        Assert.Equal(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, (float[,])new Tensor(Six, [2, 3]));
        Assert.Equal(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, (double[,])new Tensor(Six, [2, 3]));
        Assert.Equal(new double[,] { { 0.5, 1 } }, (double[,])new Tensor(new float[,] { { 0.5f, 1 } }));
        Assert.Throws<InvalidCastException>(() => (float[,])new Tensor(Six));
    }

    [Fact]
    public void The_view_is_the_tensor_itself()
    {
        float[] values = [1, 2];
        TensorView view = Tensor.Create(values, new Shape(1, 2)).ToView();
        values[0] = 5;
        Assert.Equal([5, 2], view.Read<float>(0, 2, []).ToArray());
        Assert.Equal("(1, 2)", view.Shape.ToString());
        Assert.Throws<ArgumentException>(() => Tensor.Create(values, new Shape(3)));
    }
}
