namespace LossKernels.Semantics;

/// <summary>What becomes of the losses of a batch.</summary>
public enum Reduction
{
    /// <summary>Their (weighted) sum over the denominator.</summary>
    Mean,

    /// <summary>Their (weighted) sum.</summary>
    Sum,

    /// <summary>They are kept, in the shape of the framework's unreduced function.</summary>
    None,

    /// <summary>They are kept in the shape of the predictions; binary only.</summary>
    PerElement,
}
