using System.Collections.Immutable;

namespace LossKernels.Losses;

/// <summary>How many rows have a class among their K greatest scores, where K can be given.</summary>
public abstract class TopRankingFunction : RankingFunction
{
    private protected TopRankingFunction(bool takesLabels, string metric)
        : base(takesLabels, metric)
    {
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<LossParameter> Parameters { get; } = [LossParameter.Count(Ranking.K, 5, "How many of the greatest scores count.")];

    internal sealed override double Count(LossCall call) => call[Ranking.K];
}
