using System.Collections.Immutable;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Cross-entropy of probabilities with a target for each class, with little weight for what is certain and right.</summary>
public sealed class CategoricalFocalCrossEntropy : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override string Summary => "Cross-entropy of probabilities with a target for each class, with little weight for what is certain and right.";

    /// <inheritdoc/>
    public override string Formula => "-sum of alpha (1 - p)^2 t ln p";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "CategoricalFocalCrossentropy", "categorical_focal_crossentropy"),
        new(Conventions.Keras3, "CategoricalFocalCrossentropy", "categorical_focal_crossentropy"),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Categorical;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Probability;

    private protected override CrossEntropyOptions Adapt(CrossEntropyOptions options) => options with { FocalGamma = 2 };
}
