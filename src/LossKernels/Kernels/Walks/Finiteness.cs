namespace LossKernels.Kernels.Walks;

/// <summary>What a walk saw of the derivatives that it wrote.</summary>
internal enum Finiteness
{
    /// <summary>It did not look.</summary>
    Unknown,

    /// <summary>All are finite.</summary>
    Finite,

    /// <summary>Some are not.</summary>
    Odd,
}
