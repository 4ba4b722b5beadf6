namespace LossKernels.Kernels;

/// <summary>What the ranks and the Brier scores of predictions of classes come to, all of weight one.</summary>
internal sealed class RowQualitySums
{
    /// <summary>The greatest k of top-k accuracy.</summary>
    public const int MostRanks = 10;

    /// <summary>How many rows have 0, 1, 2, ... classes above the target's.</summary>
    public long[] Ranks { get; } = new long[MostRanks];

    /// <summary>The sum of the Brier scores.</summary>
    public double BrierScore { get; set; }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Ranks.AsSpan().Clear();
        BrierScore = 0;
    }
}
