using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Cross-entropy of logits with class numbers for targets.</summary>
public sealed class SparseCategoricalCrossEntropyWithLogits : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override string Summary => "Cross-entropy of logits with class numbers for targets.";

    /// <inheritdoc/>
    public override string Formula => "-ln softmax(x)_y";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "sparse_softmax_cross_entropy_with_logits"),
        new(Conventions.Keras3),
        new(Conventions.Keras1),
        new(Conventions.PyTorch),
        new(Conventions.Onnx),
        new(Conventions.Optax, "softmax_cross_entropy_with_integer_labels"),
        new(Conventions.TensorFlowJs),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Sparse;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Logit;
}
