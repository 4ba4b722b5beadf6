using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>Cross-entropy of probabilities, with class numbers or a target for each class, whatever is given.</summary>
public sealed class LogLoss : CrossEntropyFunction
{
    /// <inheritdoc/>
    public override string Summary => "Cross-entropy of probabilities, with class numbers or a target for each class, whatever is given.";

    /// <inheritdoc/>
    public override string Formula => "-sum of t ln p";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.ScikitLearn, "log_loss"),
        new(Conventions.MLNet, "LogLoss"),
        new(Conventions.Exact),
    ];

    /// <inheritdoc/>
    public override LossKind Kind => LossKind.Auto;

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Probability;
}
