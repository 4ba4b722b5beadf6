using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Cross-entropy of logits, with class numbers or a target for each class, whatever is given.</summary>
public sealed class CrossEntropyWithLogits : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override string Summary => "Cross-entropy of logits, with class numbers or a target for each class, whatever is given.";

    /// <inheritdoc/>
    public override string Formula => "-sum of t ln softmax(x)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "CrossEntropyLoss", "cross_entropy"),
        new(Conventions.Onnx, "SoftmaxCrossEntropyLoss"),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Auto;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Logit;
}
