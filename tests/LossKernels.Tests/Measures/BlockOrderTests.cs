using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

public sealed class BlockOrderTests
{
    private static readonly MeasurePlan Plan = MeasurePlan.Create(
        TensorView.Create((ReadOnlyMemory<float>)new float[] { 1, 2 }, new Shape(1, 2)),
        TensorView.Create((ReadOnlyMemory<int>)new int[] { 0 }, new Shape(1)),
        new CrossEntropyOptions { Form = InputForm.Logit });

    [Fact]
    public void Outcomes_are_added_up_in_the_order_of_the_blocks_whatever_the_order_in_which_they_come()
    {
        BatchMeans total = new(Plan);
        BlockOrder order = new(Plan.Schedule, total, 5, 4, 2);
        foreach (long block in new long[] { 7, 6, 8, 5 })
        {
            order.Add(block, Seen(block));
        }

        Assert.Equal([5, 6, 7, 8], total.Total.Findings.NoClass.Rows);
        Assert.Equal(4, order.Added);
    }

    [Fact]
    public void Every_block_is_given_out_once_and_in_order()
    {
        BlockOrder order = new(Plan.Schedule, new BatchMeans(Plan), 3, 1000, 4);
        long next = 3;
        while (order.TryTake(out long block, out long end))
        {
            Assert.Equal(next, block);
            Assert.InRange(end - block, 1, 16);
            next = end;
        }

        Assert.Equal(1003, next);
    }

    [Fact]
    public void Behind_a_failure_nothing_is_given_out_or_added_and_the_lowest_counts()
    {
        BatchMeans total = new(Plan);
        BlockOrder order = new(Plan.Schedule, total, 0, 100, 1);
        LossException low = LossErrors.EmptyInput("low");
        Assert.True(order.TryTake(out _, out long end));
        Assert.Equal(16, end);
        order.Add(0, Seen(0));
        order.Add(1, Seen(1));
        order.Add(3, Seen(3));
        order.Fail(2, low);
        order.Fail(4, LossErrors.EmptyInput("high"));
        order.Add(5, Seen(5));

        Assert.False(order.TryTake(out _, out _));
        Assert.Same(low, order.Failure);
        Assert.Equal(2, order.Added);
        Assert.Equal([0, 1], total.Total.Findings.NoClass.Rows);
    }

    private static BlockOutcome Seen(long row)
    {
        BlockOutcome outcome = default;
        outcome.Findings.NoClass.Add(row);
        return outcome;
    }
}
