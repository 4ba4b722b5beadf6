namespace LossCmdlets.Output;

/// <summary>What the mean of no losses is: every sample is ignored, or the denominator is zero.</summary>
public enum WhenAllIgnored
{
    /// <summary>What the convention gives.</summary>
    Convention,

    /// <summary>Zero.</summary>
    Zero,

    /// <summary>NaN.</summary>
    NaN,

    /// <summary>The error AllSamplesIgnored.</summary>
    Error,
}
