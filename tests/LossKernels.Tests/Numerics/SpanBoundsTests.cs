using LossKernels.Numerics;

namespace LossKernels.Tests.Numerics;

/// <summary>Whether all numbers lie within bounds, wherever the one stands that does not.</summary>
public class SpanBoundsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(29)]
    public void The_bounds_are_within(int length)
    {
        double[] values = [.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? -1d : 2)];
        Assert.True(SpanBounds.AreWithin(values, -1, 2));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(2.0000000000000004)]
    [InlineData(-1.0000000000000002)]
    public void One_that_is_not_is_found_in_every_place(double odd)
    {
        for (int length = 1; length < 30; length++)
        {
            for (int place = 0; place < length; place++)
            {
                double[] values = new double[length];
                values[place] = odd;
                Assert.False(SpanBounds.AreWithin(values, -1, 2), $"{odd} in place {place} of {length}");
            }
        }
    }
}
