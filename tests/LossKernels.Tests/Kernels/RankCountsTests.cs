using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Verdicts;

namespace LossKernels.Tests.Kernels;

public class RankCountsTests
{
    [Fact]
    public void As_many_as_can_be_added_are_counted_rank_by_rank()
    {
        Random random = new(20261129);
        double[] draws = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1e6, double.NaN, double.PositiveInfinity];
        long[] expected = new long[RowQualitySums.MostRanks];
        RankCounts counts = default;
        for (int i = 0; i < RankCounts.MostAdded; i++)
        {
            double[] ranks = [.. Enumerable.Range(0, Vector512<double>.Count).Select(_ => draws[random.Next(draws.Length)])];
            counts.Add(Vector512.Create<double>(ranks));
            foreach (double rank in ranks.Where(rank => rank < expected.Length))
            {
                expected[(int)rank]++;
            }
        }

        Assert.Equal(expected, Taken(counts));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void The_same_rank_every_time_does_not_reach_its_neighbours(int rank)
    {
        RankCounts counts = default;
        for (int i = 0; i < RankCounts.MostAdded; i++)
        {
            counts.Add(Vector512.Create<double>(rank));
        }

        long[] expected = new long[RowQualitySums.MostRanks];
        expected[rank] = RankCounts.MostAdded * Vector512<double>.Count;
        Assert.Equal(expected, Taken(counts));
    }

    private static long[] Taken(RankCounts counts)
    {
        long[] taken = new long[RowQualitySums.MostRanks];
        counts.TakeDown(taken);
        return taken;
    }
}
