using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Binary cross-entropy of logits.</summary>
public sealed class BinaryCrossEntropyWithLogits : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override string Summary => "Binary cross-entropy of logits.";

    /// <inheritdoc/>
    public override string Formula => "max(x, 0) - x t + ln(1 + e^-|x|)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "sigmoid_cross_entropy_with_logits"),
        new(Conventions.Keras3),
        new(Conventions.Keras1),
        new(Conventions.PyTorch, "BCEWithLogitsLoss", "binary_cross_entropy_with_logits"),
        new(Conventions.Optax, "sigmoid_binary_cross_entropy"),
        new(Conventions.TensorFlowJs, "sigmoidCrossEntropy"),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Binary;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Logit;
}
