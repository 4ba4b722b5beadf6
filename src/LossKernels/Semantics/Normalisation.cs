namespace LossKernels.Semantics;

/// <summary>Whether a formula over probabilities divides a row by its sum.</summary>
public enum Normalisation
{
    /// <summary>Rows are left as they are.</summary>
    None,

    /// <summary>Rows are divided by their sum, then clipped.</summary>
    BeforeClip,

    /// <summary>Rows are clipped, then divided by the sum of the clipped values.</summary>
    AfterClip,
}
