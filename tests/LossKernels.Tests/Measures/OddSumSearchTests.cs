using System.Globalization;
using LossKernels.Measures;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

public class OddSumSearchTests
{
    [Theory]
    [InlineData("0.5 0.5", "2", null, 0)]
    [InlineData("0.5 0.4", "2", 0L, 0.9)]
    [InlineData("0.5 0.4992", "2", null, 0)]
    [InlineData("0.66796875 0.333984375", "2", null, 0)] // two thirds and a third as bfloat16 has them
    [InlineData("0.5 0.495", "2", 0L, 0.995)]
    [InlineData("1 0 0.25 0.5", "2 2", 1L, 0.75)]
    [InlineData("1 0.25 0 0.75", "2 2", null, 0)] // columns
    [InlineData("0.5 NaN 0.5 0.5", "2 2", null, 0)]
    [InlineData("0.5 0.25 0.5 0.75 0.1 0.2 0.9 0.8", "2 2 2", null, 0)] // the axis in the middle
    [InlineData("0.5 0.25 0.5 0.75 0.1 0.2 0.9 0.9", "2 2 2", 0L, 0.75)]
    public void The_first_row_that_is_no_distribution_is_found(string values, string shape, long? row, double sum)
    {
        TensorView view = TensorView.Create(
            Array.ConvertAll(values.Split(' '), value => double.Parse(value, CultureInfo.InvariantCulture)), Array.ConvertAll(shape.Split(' '), int.Parse));
        (long Row, double Sum)? found = OddSumSearch.Find(view);
        Assert.Equal(row, found?.Row);
        Assert.Equal(sum, found?.Sum ?? 0, 1e-15);
    }

    [Fact]
    public void Rows_behind_the_first_of_many_are_found()
    {
        double[] values = new double[1_000_000];
        Array.Fill(values, 0.5);
        values[^1] = 0.75;
        Assert.Equal((499_999, 1.25), OddSumSearch.Find(TensorView.Create(values, 500_000, 2)));
        Assert.Equal((0, 500_000.25), OddSumSearch.Find(TensorView.Create(values, 1_000_000)));
    }
}
