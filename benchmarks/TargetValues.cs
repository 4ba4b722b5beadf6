namespace LossKernels.Benchmarks;

/// <summary>What the targets are.</summary>
internal enum TargetValues
{
    /// <summary>The number of a class for each row.</summary>
    Label,

    /// <summary>Rows with a one at the class and zeros elsewhere.</summary>
    OneHot,

    /// <summary>Zeros and ones, one for each output.</summary>
    Hard,

    /// <summary>-1 and 1, one for each output.</summary>
    Sign,

    /// <summary>Distributions; for binary losses, numbers from 0 to 1.</summary>
    Soft,
}
