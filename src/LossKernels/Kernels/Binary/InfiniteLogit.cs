namespace LossKernels.Kernels.Binary;

/// <summary>
/// What binary cross-entropy gives for an infinite logit. The written forms of the formula are equal for finite logits; at infinity
/// a product of zero and infinity, or a difference of infinities, shows which one it is.
/// </summary>
public enum InfiniteLogit
{
    /// <summary>The limit of the formula, a number for every target.</summary>
    Limit,

    /// <summary>What max(x, 0) - x z + ln(1 + e^-|x|) gives: NaN but for x = -inf with z > 0.</summary>
    TimesTarget,

    /// <summary>What (1 - z) x + max(-x, 0) + ln(1 + e^-|x|) gives: NaN but for x = +inf with z &lt; 1.</summary>
    TimesComplement,

    /// <summary>What z ln(1 + e^-x) + (1 - z) ln(1 + e^x) gives: NaN where a hard target is met, infinity where it is missed.</summary>
    SoftplusProducts,
}
