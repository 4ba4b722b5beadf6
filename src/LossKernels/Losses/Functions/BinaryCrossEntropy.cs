using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Binary cross-entropy of probabilities.</summary>
public sealed class BinaryCrossEntropy : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["bce"];

    /// <inheritdoc/>
    public override string Summary => "Binary cross-entropy of probabilities.";

    /// <inheritdoc/>
    public override string Formula => "-(t ln p + (1 - t) ln(1 - p))";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "BinaryCrossentropy", "binary_crossentropy"),
        new(Conventions.Keras3, "BinaryCrossentropy", "binary_crossentropy"),
        new(Conventions.Keras1, "binary_crossentropy"),
        new(Conventions.PyTorch, "BCELoss", "binary_cross_entropy"),
        new(Conventions.TensorFlowJs, "logLoss"),
        new(Conventions.ScikitLearn),
        new(Conventions.MLNet),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Binary;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Probability;
}
