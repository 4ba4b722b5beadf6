namespace LossKernels.Semantics;

/// <summary>What a class weight multiplies.</summary>
public enum ClassWeighting
{
    /// <summary>The class's term of the loss: -sum of w_j t_j ln p_j.</summary>
    Term,

    /// <summary>The whole loss of a sample, by the weight of its label; of soft targets that of the largest, the first of equals.</summary>
    Sample,
}
