using System.Collections.Immutable;
using LossKernels.Losses.Functions;
using LossKernels.Measures;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>
/// What to compute of accuracy: what the targets are chooses among the accuracies of the catalogue, as it does among the cross-entropies.
/// Of equal scores the first is the greater; the <see cref="LossDetail.Accuracy"/> of a cross-entropy takes every tie for a hit.
/// </summary>
public sealed record AccuracyOptions : LossOptions
{
    /// <summary>What the targets are; Auto decides from the shapes and the first block of them.</summary>
    public LossKind Kind { get; init; } = LossKind.Auto;

    /// <summary>Above which a binary output says yes; null for 0.5.</summary>
    public double? Threshold { get; init; }

    /// <summary>How many of the greatest scores of a row count; null for the greatest alone.</summary>
    public int? K { get; init; }

    internal override BoundLoss Bind(TensorView prediction, TensorView target, int axis, SharedKind? shared)
    {
        LossKind kind = KindDecision.Decide(Kind, prediction, target, axis, shared).Kind;
        (string? foreign, string remedy) = kind == LossKind.Binary
            ? (K is null ? null : nameof(K), "Leave it out, or give targets that are classes.")
            : (Threshold is null ? null : nameof(Threshold), "Leave it out: the class with the greatest score is what is predicted.");
        if (foreign is not null)
        {
            throw LossErrors.OptionNotSupported($"The accuracy of {kind} targets has no {foreign}.", remedy);
        }

        if (K is < 1)
        {
            throw LossErrors.ParameterOutOfRange(nameof(K), K, "a whole number from 1 on", "Give how many of the greatest scores count, as in `K = 5`; where it is left out, the greatest alone does.");
        }

        LossFunctionOptions options = new(FunctionOf(kind), this) { Numbers = Numbers };
        return options.Bind(prediction, target, axis, shared);
    }

    private FormulaFunction FunctionOf(LossKind kind) => (kind, K) switch
    {
        (LossKind.Binary, _) => new BinaryAccuracy(),
        (LossKind.Categorical, null) => new CategoricalAccuracy(),
        (LossKind.Categorical, _) => new TopKCategoricalAccuracy(),
        (_, null) => new SparseCategoricalAccuracy(),
        _ => new SparseTopKCategoricalAccuracy(),
    };

    private ImmutableDictionary<string, double> Numbers => new Dictionary<string, double?> { [nameof(Threshold)] = Threshold, [nameof(K)] = K }
        .Where(number => number.Value is not null)
        .ToImmutableDictionary(number => number.Key, number => number.Value!.Value);
}
