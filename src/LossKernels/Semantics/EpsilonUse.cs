namespace LossKernels.Semantics;

/// <summary>Where a formula over probabilities uses its epsilon. Flags.</summary>
[Flags]
public enum EpsilonUse
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>p is not let below epsilon; nor above 1, where <see cref="ClipAbove"/> does not say less.</summary>
    ClipBelow = 1,

    /// <summary>p is not let above 1 - epsilon.</summary>
    ClipAbove = 2,

    /// <summary>p is clipped to [epsilon, 1 - epsilon].</summary>
    Clip = ClipBelow | ClipAbove,

    /// <summary>Epsilon is added inside the logarithm: ln(p + epsilon), ln(1 - p + epsilon). Binary only.</summary>
    Inside = 4,
}
