using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Blocks;
using LossKernels.Measures.Sums;
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
        BlockClaim[] claims = [order.Take()!, order.Take()!, order.Take()!, order.Take()!];
        foreach (int place in (int[])[2, 1, 3, 0])
        {
            Assert.Equal(0, order.Added);
            Complete(claims[place]);
            order.Add(claims[place]);
        }

        Assert.Equal([5, 6, 7, 8], total.Total.Findings[Sight.TargetWithoutClass].Rows);
        Assert.Equal(4, order.Added);
        Assert.Null(order.Take());
    }

    [Fact]
    public void Every_block_is_given_out_once_and_in_order()
    {
        BlockOrder order = new(Plan.Schedule, new BatchMeans(Plan), 3, 1000, 4);
        long next = 3;
        while (order.Take() is BlockClaim claim)
        {
            Assert.Equal((next, next), (claim.First, claim.Next));
            Assert.InRange(claim.End - claim.First, 1, 16);
            next = claim.End;
        }

        Assert.Equal(1003, next);
    }

    [Fact]
    public void Behind_a_failure_nothing_is_given_out_or_added_and_the_lowest_counts()
    {
        BatchMeans total = new(Plan);
        BlockOrder order = new(Plan.Schedule, total, 0, 100, 1);
        BlockClaim first = order.Take()!;
        BlockClaim second = order.Take()!;
        BlockClaim third = order.Take()!;
        Assert.Equal((16, 16), (first.End, second.First));
        LossException low = LossErrors.EmptyInput("low");
        third.Fail(LossErrors.EmptyInput("high"));
        order.Add(third);
        Assert.Null(order.Take());
        Assert.Null(order.Failure);
        first.Add(Seen(0));
        first.Add(Seen(1));
        first.Fail(low);
        Complete(second);
        order.Add(second);
        order.Add(first);

        Assert.Null(order.Take());
        Assert.Same(low, order.Failure);
        Assert.Equal(2, order.Added);
        Assert.Equal([0, 1], total.Total.Findings[Sight.TargetWithoutClass].Rows);
    }

    private static void Complete(BlockClaim claim)
    {
        while (claim.Next < claim.End)
        {
            claim.Add(Seen(claim.Next));
        }
    }

    private static BlockOutcome Seen(long row)
    {
        BlockOutcome outcome = default;
        outcome.Findings[Sight.TargetWithoutClass].Add(row);
        return outcome;
    }
}
