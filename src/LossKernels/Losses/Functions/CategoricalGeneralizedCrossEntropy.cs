using System.Collections.Immutable;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Generalised cross-entropy of probabilities with class numbers for targets.</summary>
public sealed class CategoricalGeneralizedCrossEntropy : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override string Summary => "Generalised cross-entropy of probabilities with class numbers for targets.";

    /// <inheritdoc/>
    public override string Formula => "(1 - p_y^q) / q, q = 0.5";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.Keras3, "CategoricalGeneralizedCrossEntropy", "categorical_generalized_cross_entropy"),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Sparse;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Probability;

    private protected override CrossEntropyOptions Adapt(CrossEntropyOptions options) => options with { GeneralizedQ = 0.5 };
}
