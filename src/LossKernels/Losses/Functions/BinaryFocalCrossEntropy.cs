using System.Collections.Immutable;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Binary cross-entropy of probabilities with little weight for what is certain and right.</summary>
public sealed class BinaryFocalCrossEntropy : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override string Summary => "Binary cross-entropy of probabilities with little weight for what is certain and right.";

    /// <inheritdoc/>
    public override string Formula => "(1 - p_t)^2 B(p_t), p_t = t p + (1 - t)(1 - p)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "BinaryFocalCrossentropy", "binary_focal_crossentropy"),
        new(Conventions.Keras3, "BinaryFocalCrossentropy", "binary_focal_crossentropy"),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Binary;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Probability;

    private protected override CrossEntropyOptions Adapt(CrossEntropyOptions options) => options with { FocalGamma = 2 };
}
