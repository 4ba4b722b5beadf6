using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>How many rows have a class among their K greatest scores, where K can be given.</summary>
public abstract class TopRankingFunction : RankingFunction
{
    // in_top_k of TensorFlow, and that of Keras 3 for its other back ends.
    private protected TopRankingFunction(bool takesLabels, string metric)
        : base(
            takesLabels,
            new LossUse(Conventions.TensorFlow, metric)
            {
                Numbers = [(Ranking.TakesEquals, 1), (Ranking.NeedsFinite, 1)],
                Note = "Of scores that equal the K-th all count, and none in a row that has NaN or an infinite score.",
            },
            new LossUse(Conventions.Keras3, metric) { Numbers = [(Ranking.TakesEquals, 1)], Note = "Of scores that equal the K-th all count." })
    {
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<LossParameter> Parameters { get; } = [LossParameter.Count(Ranking.K, 5, "How many of the greatest scores count.")];

    internal sealed override double Count(LossCall call) => call[Ranking.K];
}
