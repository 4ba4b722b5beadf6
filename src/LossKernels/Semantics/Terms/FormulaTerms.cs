using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Options;

namespace LossKernels.Semantics.Terms;

/// <summary>What a loss is made of: the kind, the convention's numbers, and what the options add to them.</summary>
internal sealed record FormulaTerms
{
    public required LossKind Kind { get; init; }

    public required InputForm Form { get; init; }

    public required Convention Convention { get; init; }

    /// <summary>The formula over probabilities, for logits that of the probabilities that they become.</summary>
    public ProbabilityFormula Numbers { get; init; } = ProbabilityFormula.Plain;

    /// <summary>What logits are divided by.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The share of each target that is spread over the classes.</summary>
    public double Smoothing { get; init; }

    /// <summary>What the term of each class is multiplied by; empty for one. Binary: of 0 and of 1.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>What the terms of positive targets are multiplied by: none, one, or one an output.</summary>
    public IReadOnlyList<double> PositiveWeights { get; init; } = [];

    /// <summary>The focal power; null where there is no focal factor.</summary>
    public double? Gamma { get; init; }

    /// <summary>The focal balance: none, one, or one a class.</summary>
    public IReadOnlyList<double> Alpha { get; init; } = [];

    /// <summary>What 1 - p is multiplied by beside -ln p.</summary>
    public double Poly { get; init; }

    /// <summary>The power that takes the logarithm's place; zero for the logarithm.</summary>
    public double Q { get; init; }

    /// <summary>The loss of a class.</summary>
    public PointLoss Point => new(Gamma ?? 0, Poly, Q);

    /// <summary>Whether each term is a target times -ln p, whatever the targets are made of.</summary>
    public bool IsLogarithmic => Gamma is null && Poly == 0 && Q == 0;

    /// <summary>The numbers of a binary loss with options.</summary>
    public ElementNumbers Elements => new(
        Point,
        Smoothing,
        ClassWeights.Count == 0 ? 1 : ClassWeights[1],
        ClassWeights.Count == 0 ? 1 : ClassWeights[0],
        [.. PositiveWeights],
        Alpha.Count == 0 ? null : Alpha[0],
        Convention.MeasuresBinaryInBits ? 1 / Math.Log(2) : 1,
        Convention.ZeroTimesInfinityIsZero || Convention.HardensBinaryTargets);

    // The mean of all classes' losses is one more sum over the row.
    private bool SmoothsRows => Kind != LossKind.Binary;

    /// <summary>Whether the kernels that know nothing of the options apply.</summary>
    public bool IsPlain =>
        IsLogarithmic
        && Form != InputForm.LogProbability
        && Temperature == 1
        && (Smoothing == 0 || SmoothsRows)
        && ClassWeights.Count == 0
        && PositiveWeights.Count == 0
        && !(Kind == LossKind.Binary && (Convention.MeasuresBinaryInBits || Convention.HardensBinaryTargets));

    /// <summary>Whether each of the two terms of a binary loss is -ln p times a number that only the target decides, and perhaps a small whole power.</summary>
    public bool IsWeighed =>
        Kind == LossKind.Binary
        && Poly == 0
        && Q == 0
        && Form != InputForm.LogProbability
        && PositiveWeights.Count <= 1
        && !(Convention.HardensBinaryTargets && Smoothing > 0)
        && (Gamma is null ? Alpha.Count == 0 : HasSmallPower);

    // Smoothed targets have a share of either side.
    private bool HasSmallPower =>
        Gamma is double gamma && FocalPower.Takes(gamma)
        && Smoothing == 0
        && !Convention.HardensBinaryTargets
        && !(Form == InputForm.Logit && Numbers.HasEpsilon);
}
