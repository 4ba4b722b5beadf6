using LossKernels.Diagnostics.Rules;

namespace LossKernels.Diagnostics;

/// <summary>All rules, by what they judge. A finding about the whole set needs thirty samples.</summary>
public static class RuleCatalogue
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        new PredictionOutsideUnit(),
        new LogProbabilityAboveZero(),
        new TargetOutsideUnit(),
        new LossNotANumber(),
        new LossInfinite(),
        new NothingToAverage(),
    ];

    /// <summary>What the rules find: of the most severe first, and in the order of the catalogue.</summary>
    /// <param name="evidence">What they judge by.</param>
    /// <param name="onlyFree">Whether only those are asked that judge by what every measurement sees.</param>
    internal static IReadOnlyList<Diagnostic> Check(Evidence evidence, bool onlyFree)
    {
        List<Diagnostic> found = [];
        foreach (Rule rule in All)
        {
            if ((rule.IsFree || !onlyFree) && rule.Check(evidence) is Diagnostic diagnostic)
            {
                found.Add(diagnostic);
            }
        }

        // Where nothing is left to average, what else was seen does not matter.
        return found.Exists(diagnostic => diagnostic.Id == nameof(NothingToAverage)) && onlyFree
            ? [.. found.Where(diagnostic => diagnostic.Id == nameof(NothingToAverage))]
            : [.. found.OrderByDescending(diagnostic => diagnostic.Severity)];
    }
}
