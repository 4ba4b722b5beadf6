using System.Collections.Immutable;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>A member of the cross-entropy family, by a name that says what its targets and predictions are.</summary>
public sealed class CrossEntropyFunction : LossFunction
{
    private readonly CrossEntropyOptions _options;

    internal CrossEntropyFunction(
        string name, string summary, string formula, CrossEntropyOptions options, ImmutableArray<LossUse> uses, params ImmutableArray<string> aliases)
    {
        Name = name;
        Summary = summary;
        Formula = formula;
        _options = options;
        Uses = uses;
        Aliases = aliases;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases { get; }

    /// <inheritdoc/>
    public override string Summary { get; }

    /// <inheritdoc/>
    public override string Formula { get; }

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; }

    /// <summary>The kind of cross-entropy.</summary>
    public LossKind Kind => _options.Kind;

    /// <summary>What the predictions are.</summary>
    public InputForm Form => _options.Form;

    /// <summary>The loss of another kind that has the same predictions; null where there is none.</summary>
    public CrossEntropyFunction? OfKind(LossKind kind) => CrossEntropyFunctions.All.FirstOrDefault(other => other.Kind == kind && other.Form == Form);

    /// <inheritdoc/>
    public override LossOptions CreateOptions(Convention? convention = null)
    {
        Convention chosen = convention ?? Uses[0].Convention;
        double[] alphas = [.. UseIn(chosen)?.Numbers.Where(number => number.Name == nameof(CrossEntropyOptions.FocalAlpha)).Select(number => number.Value) ?? []];
        return _options with { Convention = chosen, FocalAlpha = alphas.Length > 0 ? alphas : _options.FocalAlpha };
    }
}
