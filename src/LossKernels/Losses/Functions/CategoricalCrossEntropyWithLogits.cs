using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Cross-entropy of logits with a target for each class.</summary>
public sealed class CategoricalCrossEntropyWithLogits : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override string Summary => "Cross-entropy of logits with a target for each class.";

    /// <inheritdoc/>
    public override string Formula => "-sum of t ln softmax(x)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "softmax_cross_entropy_with_logits"),
        new(Conventions.Keras3),
        new(Conventions.Keras1),
        new(Conventions.PyTorch),
        new(Conventions.Onnx),
        new(Conventions.Optax, "softmax_cross_entropy"),
        new(Conventions.TensorFlowJs, "softmaxCrossEntropy"),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Categorical;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Logit;
}
