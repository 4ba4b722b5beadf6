namespace LossKernels.Semantics;

/// <summary>What a mean divides the weighted sum by.</summary>
public enum Denominator
{
    /// <summary>The number of losses, ignored ones included.</summary>
    Elements,

    /// <summary>The number of losses that are not ignored.</summary>
    Valid,

    /// <summary>The sum of the weights of the losses that are not ignored.</summary>
    WeightSum,
}
