using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Cross-entropy of probabilities with class numbers for targets.</summary>
public sealed class SparseCategoricalCrossEntropy : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["scce"];

    /// <inheritdoc/>
    public override string Summary => "Cross-entropy of probabilities with class numbers for targets.";

    /// <inheritdoc/>
    public override string Formula => "-ln p_y";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"),
        new(Conventions.Keras3, "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"),
        new(Conventions.Keras1, "sparse_categorical_crossentropy"),
        new(Conventions.ScikitLearn),
        new(Conventions.TensorFlowJs),
        new(Conventions.MLNet),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Sparse;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Probability;
}
