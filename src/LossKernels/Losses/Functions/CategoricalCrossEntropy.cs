using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Cross-entropy of probabilities with a target for each class.</summary>
public sealed class CategoricalCrossEntropy : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["cce"];

    /// <inheritdoc/>
    public override string Summary => "Cross-entropy of probabilities with a target for each class.";

    /// <inheritdoc/>
    public override string Formula => "-sum of t ln p";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "CategoricalCrossentropy", "categorical_crossentropy"),
        new(Conventions.Keras3, "CategoricalCrossentropy", "categorical_crossentropy"),
        new(Conventions.Keras1, "categorical_crossentropy"),
        new(Conventions.ScikitLearn),
        new(Conventions.TensorFlowJs),
        new(Conventions.MLNet),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Categorical;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Probability;
}
