namespace LossCmdlets.Output;

/// <summary>What the mean of no losses is: every sample is ignored, or the denominator is zero.</summary>
public enum WhenAllIgnored
{
    /// <summary>Zero. It is the first so that the number 0 means it.</summary>
    Zero,

    /// <summary>NaN.</summary>
    NaN,

    /// <summary>The error AllSamplesIgnored.</summary>
    Error,

    /// <summary>What the convention gives.</summary>
    Convention,
}
