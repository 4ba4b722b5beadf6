using LossKernels.Sources;

namespace LossKernels.Tests.Sources;

/// <summary>How data is cut into blocks.</summary>
public class BlockScheduleTests
{
    /// <summary>The blocks follow each other without a gap, end with the data and the batches, and are as many as is said.</summary>
    [Theory]
    [InlineData(10, 1, 100_003, 0)]
    [InlineData(10, 1, 100_003, 777)]
    [InlineData(10, 4096, 40_960, 0)]
    [InlineData(10, 4096, 40_960, 8192)]
    [InlineData(10, 4096, 40_960, 5000)]
    [InlineData(100, 4096, 12_288, 0)]
    [InlineData(2, 100_000, 300_000, 0)]
    [InlineData(2, 100_000, 300_000, 100_000)]
    [InlineData(3, 50, 100_000, 0)]
    [InlineData(100_000, 7, 70, 0)]
    [InlineData(100_000, 7, 70, 14)]
    public void Every_row_is_in_one_block(int classes, long inner, long rows, long batch)
    {
        BlockSchedule schedule = Of(classes, inner, batch);
        long next = 0;
        for (long block = 0; block < schedule.Count(rows); block++)
        {
            (long first, int count) = schedule[block];
            Assert.Equal(next, first);
            Assert.InRange(count, 1, schedule.RowsPerBlock);
            next = Math.Min(first + count, rows);
            if (batch > 0)
            {
                Assert.Equal(schedule.BatchOf(first), schedule.BatchOf(next - 1));
            }
        }

        Assert.Equal(rows, next);
    }

    /// <summary>Where the rows of a class lie side by side, and are not few, no block goes past their end: it would have to be copied.</summary>
    [Theory]
    [InlineData(10, 4096, 0)]
    [InlineData(10, 4096, 8192)]
    [InlineData(100, 4096, 0)]
    [InlineData(1000, 4096, 0)]
    [InlineData(2, 4096, 0)]
    [InlineData(21, 262_144, 0)]
    public void No_block_goes_past_a_run(int classes, long inner, long batch)
    {
        BlockSchedule schedule = Of(classes, inner, batch);
        for (long block = 0; block < schedule.Count(5 * inner); block++)
        {
            (long first, int count) = schedule[block];
            Assert.Equal(first / inner, (first + count - 1) / inner);
        }
    }

    /// <summary>Blocks of one run of few numbers each would cost more than copies.</summary>
    [Fact]
    public void Short_runs_are_taken_together()
    {
        Assert.True(BlockSchedule.Of(10, inner: 16).RowsPerBlock > 16);
        Assert.Equal(BlockSchedule.Of(10), BlockSchedule.Of(10, inner: 16));
    }

    private static BlockSchedule Of(int classes, long inner, long batch) =>
        BlockSchedule.Of(classes, batch == 0 ? BlockSchedule.NoBatches : batch, inner: inner);
}
