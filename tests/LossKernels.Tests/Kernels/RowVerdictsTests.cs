using LossKernels.Kernels.Details;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Details.Verdicts;

namespace LossKernels.Tests.Kernels;

/// <summary>What is added up of rows and where they belong, against plain loops.</summary>
public class RowVerdictsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(248)]
    [InlineData(249)]
    [InlineData(1000)]
    public void Rows_that_are_written_down_add_up_to_what_plain_loops_give(int rows)
    {
        Random random = new(rows);
        double[] memory = new double[PredictionQuality.SizeFor(rows)];
        PredictionQuality quality = new(memory, rows);
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++)
        {
            labels[r] = random.Next(6) - 1;
            quality.Ranks[r] = random.Next(12);
            quality.Confidences[r] = random.Next(8) == 0 ? random.Next(16) / 15d : random.NextDouble();
            quality.BrierScores[r] = labels[r] < 0 ? double.NaN : random.NextDouble();
        }

        if (rows > 2)
        {
            // What has no Brier score has neither rank nor confidence.
            (quality.Ranks[2], quality.Confidences[2]) = (double.PositiveInfinity, double.NaN);
        }

        RowQualitySums sums = new();
        RowVerdicts verdicts = new(rows, sums);
        verdicts.Take(quality.Ranks, quality.Confidences, quality.BrierScores, labels);

        long[] ranks = new long[RowQualitySums.MostRanks];
        double[] confidences = new double[RowPlaces.Count];
        double[] counts = new double[RowPlaces.Count];
        double score = 0;
        for (int r = 0; r < rows; r++)
        {
            bool isKept = labels[r] >= 0;
            score += isKept ? quality.BrierScores[r] : 0;
            if (isKept && quality.Ranks[r] < ranks.Length)
            {
                ranks[(int)quality.Ranks[r]]++;
            }

            bool hasBin = isKept && !double.IsNaN(quality.Confidences[r]);
            int bin = hasBin ? ConfidenceBins.Of(quality.Confidences[r]) : ConfidenceBins.Count;
            int place = (2 * bin) + (isKept && quality.Ranks[r] == 0 ? 0 : 1);
            confidences[place] += quality.Confidences[r];
            counts[place]++;
        }

        for (int place = 0; place < 2 * ConfidenceBins.Count; place++)
        {
            (double sum, double count) = sums.Places.Of(place);
            Assert.Equal(counts[place], count);
            Assert.Equal(confidences[place], sum, 1e-12 * rows);
        }

        Assert.Equal(ranks, sums.Ranks);
        Assert.Equal(score, sums.BrierScore, 1e-12 * rows);
    }
}
