using LossKernels.Diagnostics;
using LossKernels.Measures.Details;

namespace LossKernels.Measures.Sums;

/// <summary>What a block came to.</summary>
internal struct BlockOutcome
{
    /// <summary>The number of its first sample.</summary>
    public long FirstSample;

    public LossAccumulator Sums;
    public Findings Findings;

    /// <summary>The detail, where it is asked for; it is merged by <see cref="BatchMeans"/>.</summary>
    public BlockDetail? Detail;

    /// <summary>What an examination saw, where it is asked for; it is merged by <see cref="BatchMeans"/>.</summary>
    public Survey? Survey;

    /// <summary>Adds the block that follows.</summary>
    public void Merge(in BlockOutcome later)
    {
        FirstSample = Sums.Elements == 0 ? later.FirstSample : FirstSample;
        Sums.Merge(later.Sums);
        Findings.Merge(later.Findings);
    }
}
