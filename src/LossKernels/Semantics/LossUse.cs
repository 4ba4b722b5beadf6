using System.Collections.Immutable;

namespace LossKernels.Semantics;

/// <summary>What a loss is in a convention: how it is called there, and by which numbers the formula differs.</summary>
/// <param name="Convention">The convention.</param>
/// <param name="Names">What the framework calls it.</param>
public sealed record LossUse(Convention Convention, params ImmutableArray<string> Names)
{
    /// <summary>The numbers of the formula that are not the loss's own defaults. Those that are no parameters cannot be given.</summary>
    public ImmutableArray<(string Name, double Value)> Numbers { get; init; } = [];

    /// <summary>What a mean divides by, where that is not what the convention divides by elsewhere.</summary>
    public Denominator? Denominator { get; init; }

    /// <summary>What to know about it, in a sentence; or null.</summary>
    public string? Note { get; init; }
}
