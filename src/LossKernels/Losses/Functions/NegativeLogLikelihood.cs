using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>The negative of the log-probability of the target class.</summary>
public sealed class NegativeLogLikelihood : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["nll"];

    /// <inheritdoc/>
    public override string Summary => "The negative of the log-probability of the target class.";

    /// <inheritdoc/>
    public override string Formula => "-x_y";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "NLLLoss", "nll_loss"),
        new(Conventions.Onnx, "NegativeLogLikelihoodLoss"),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Sparse;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.LogProbability;
}
