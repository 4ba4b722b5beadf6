using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>What to compute.</summary>
public sealed record CrossEntropyOptions
{
    /// <summary>The kind of loss; Auto decides from the shapes and the first block of targets.</summary>
    public LossKind Kind { get; init; } = LossKind.Auto;

    /// <summary>What the predictions are.</summary>
    public InputForm Form { get; init; } = InputForm.Probability;

    /// <summary>Whose formula.</summary>
    public Convention Convention { get; init; } = Conventions.TensorFlow;

    /// <summary>What becomes of the losses of the batch.</summary>
    public Reduction Reduction { get; init; } = Reduction.Mean;

    /// <summary>The class axis of the predictions; null for the convention's.</summary>
    public int? Axis { get; init; }

    /// <summary>Replaces the convention's clip bound and second epsilon; zero turns them off.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Float32 or Float64; null lets the type of the predictions decide, and the convention where that type is neither.</summary>
    public ElementType? DataType { get; init; }

    /// <summary>
    /// Whether the result has the derivatives of the loss to the predictions: softmax or sigmoid less the target, times weight over denominator;
    /// where the losses are kept, of their sum. From logits only.
    /// </summary>
    public bool Gradient { get; init; }

    /// <summary>The most threads to use; zero for all cores.</summary>
    public int ThrottleLimit { get; init; }
}
