namespace LossKernels.Kernels.Probabilities;

/// <summary>What goes into the logarithms of a loop.</summary>
internal interface IShareForm
{
    /// <summary>Whether it is a value over the sum of its row.</summary>
    static virtual bool IsDivided => false;

    /// <summary>Whether values are clipped before they are added up.</summary>
    static virtual bool IsOfClipped => false;
}

internal readonly struct GivenShares : IShareForm;

internal readonly struct DividedShares : IShareForm
{
    public static bool IsDivided => true;
}

internal readonly struct ClippedShares : IShareForm
{
    public static bool IsDivided => true;

    public static bool IsOfClipped => true;
}
