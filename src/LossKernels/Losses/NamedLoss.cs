using System.Collections.Immutable;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>A loss that was found by a name.</summary>
/// <param name="Function">The loss.</param>
/// <param name="Convention">Whose name it is, if that is the name of one framework; else null.</param>
public sealed record NamedLoss(LossFunction Function, Convention? Convention)
{
    /// <summary>Other losses of the name: of the same framework where that is known, else of any.</summary>
    public ImmutableArray<NamedLoss> Others { get; init; } = [];

    /// <summary>What to compute of it.</summary>
    /// <param name="asked">Whose formula; null for that of the framework whose name it is, or else the loss's first.</param>
    public LossOptions CreateOptions(Convention? asked = null) => Function.CreateOptions(asked ?? Convention);
}
