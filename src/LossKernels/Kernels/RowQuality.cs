namespace LossKernels.Kernels;

/// <summary>The quality of single rows, from their probabilities.</summary>
internal static class RowQuality
{
    /// <summary>Writes the quality of a row.</summary>
    /// <param name="shares">The probabilities.</param>
    /// <param name="rests">Their complements.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="label">The class that the row is of.</param>
    /// <param name="quality">Where it goes.</param>
    /// <param name="index">The place.</param>
    public static void Write(
        ReadOnlySpan<double> shares, ReadOnlySpan<double> rests, ReadOnlySpan<double> targets, int label, PredictionQuality quality, int index)
    {
        double own = shares[label];
        double most = own;
        int above = 0;
        double brier = 0;
        for (int j = 0; j < shares.Length; j++)
        {
            above += shares[j] > own ? 1 : 0;
            most = Math.Max(most, shares[j]);

            // 1 - p has more digits than p - 1 where p is near one.
            double difference = targets[j] == 1 ? rests[j] : shares[j] - targets[j];
            brier += difference * difference;
        }

        quality.Ranks[index] = above;
        quality.Confidences[index] = most;
        quality.BrierScores[index] = brier;
    }
}
