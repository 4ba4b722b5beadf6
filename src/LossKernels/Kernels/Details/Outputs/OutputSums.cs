namespace LossKernels.Kernels.Details.Outputs;

/// <summary>What the quality of binary outputs comes to, all of weight one: what a walk that adds losses up adds up with them.</summary>
/// <param name="outputs">The number of outputs of a sample.</param>
internal sealed class OutputSums(int outputs)
{
    /// <summary>The number of outputs of a sample.</summary>
    public int Outputs => outputs;

    /// <summary>The outputs in each bin of the winning probability.</summary>
    public long[] Counts { get; } = new long[ConfidenceBins.Count];

    /// <summary>How many of them are on the wrong side of a half.</summary>
    public long[] Misses { get; } = new long[ConfidenceBins.Count];

    /// <summary>The sums of their winning probabilities.</summary>
    public double[] Confidences { get; } = new double[ConfidenceBins.Count];

    /// <summary>The sum of (p - z)^2.</summary>
    public double BrierScore { get; set; }

    /// <summary>The losses of each output; of a single one those of targets up to a half, and of targets above.</summary>
    public double[] Losses { get; } = new double[Math.Max(outputs, 2)];

    /// <summary>The targets, likewise.</summary>
    public double[] Targets { get; } = new double[Math.Max(outputs, 2)];

    /// <summary>How many targets there are above a half, likewise.</summary>
    public double[] Yeses { get; } = new double[Math.Max(outputs, 2)];

    /// <summary>Begins anew, as it must be before it is filled once more.</summary>
    public void Clear()
    {
        BrierScore = 0;
        Counts.AsSpan().Clear();
        Misses.AsSpan().Clear();
        Confidences.AsSpan().Clear();
        Losses.AsSpan().Clear();
        Targets.AsSpan().Clear();
        Yeses.AsSpan().Clear();
    }
}
