namespace LossKernels.Semantics;

/// <summary>What a mean divides the weighted sum by.</summary>
public enum Denominator
{
    /// <summary>What the convention divides by.</summary>
    Convention,

    /// <summary>The number of losses, ignored ones included.</summary>
    Elements,

    /// <summary>The number of losses that are not ignored.</summary>
    Valid,

    /// <summary>The sum of the weights of the losses that are not ignored, class weights included.</summary>
    WeightSum,

    /// <summary>The number of losses that are not ignored and whose weight is not zero.</summary>
    NonZeroWeights,

    /// <summary>A number that is given.</summary>
    Number,
}
