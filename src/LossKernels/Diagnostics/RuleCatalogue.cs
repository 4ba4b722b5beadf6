using LossKernels.Diagnostics.Rules;

namespace LossKernels.Diagnostics;

/// <summary>All rules, by what they judge. A finding about the whole set needs thirty samples.</summary>
public static class RuleCatalogue
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        new ArgumentsSwapped(),
        new PairIsOneRow(),
        new ColumnAgainstVector(),
        new ClassAxisMisplaced(),
        new SingleOutputSoftmax(),
        new OneHotForSparse(),
        new LabelsForOneHot(),
        new ExclusiveClassesForBinary(),
        new TargetNotDistribution(),
        new TargetWithoutClass(),
        new SoftTargetIgnored(),
        new LabelsFromOne(),
        new LabelBeyondClasses(),
        new TargetOutsideUnit(),
        SightingRules.ZeroForMinusOne,
        SightingRules.MinusOneForZero,
        SightingRules.TargetNotBinary,
        new SingleClass(),
        new PredictionOutsideUnit(),
        SightingRules.ThresholdOutsideUnit,
        SightingRules.PredictionNotLabel,
        SightingRules.ScoreNotANumber,
        new SoftmaxTwice(),
        new RowSumNotOne(),
        new SumNotOne(),
        new SingleColumnDivergence(),
        new EveryClassAmongGreatest(),
        new LogProbabilityAboveZero(),
        SightingRules.NegativeValue,
        SightingRules.NegativeCount,
        SightingRules.ZeroTarget,
        new PredictionNotFinite(),
        new PredictionClipped(),
        new ConstantPrediction(),
        new HalfPrecisionEpsilon(),
        new ZeroWeight(),
        SightingRules.NegativeWeight,
        new DominantWeight(),
        new WeightAxisAmbiguous(),
        new DenominatorDiffers(),
        new NothingToAverage(),
        new LossNotANumber(),
        new LossInfinite(),
        SightingRules.LossOverflow,
        new SumOverflow(),
        SightingRules.GradientOverflow,
        SightingRules.GradientNotFinite,
        new WorseThanPrior(),
        new LossConcentrated(),
    ];

    /// <summary>Whether what a rule tells is told by every measurement, and not by an examination alone.</summary>
    /// <param name="id">The id of the rule.</param>
    public static bool IsFree(string id) => All.Any(rule => rule.IsFree && rule.Id == id);

    /// <summary>The id of a rule that was meant by one that is misspelt; null where none is near.</summary>
    /// <param name="id">What was given.</param>
    public static string? Nearest(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Spelling.Nearest(id, All.Select(rule => rule.Id));
    }

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

        // Where nothing is left to average, what else was seen does not matter, but for the weights of which the sum is zero.
        return evidence.IsNothing && onlyFree && found.Exists(diagnostic => diagnostic.Id == nameof(NothingToAverage))
            ? [.. found.Where(diagnostic => diagnostic.Id == nameof(NothingToAverage) || (diagnostic.Id == nameof(Sight.NegativeWeight) && evidence.Samples > 0))]
            : [.. found.OrderByDescending(diagnostic => (int)diagnostic.Severity)];
    }
}
