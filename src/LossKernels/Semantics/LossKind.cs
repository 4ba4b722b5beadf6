namespace LossKernels.Semantics;

/// <summary>The three kinds of cross-entropy.</summary>
public enum LossKind
{
    /// <summary>Decided from the shapes and the first block of targets.</summary>
    Auto,

    /// <summary>Each output is a yes or no of its own (sigmoid); several of them are a multi-label problem.</summary>
    Binary,

    /// <summary>One of several classes (softmax), the target a distribution over them, mostly one-hot.</summary>
    Categorical,

    /// <summary>One of several classes (softmax), the target the number of the class.</summary>
    Sparse,
}
