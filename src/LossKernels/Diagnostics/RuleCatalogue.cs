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
        SightingRules.PredictionNotLabel,
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
        new WorseThanPrior(),
        new LossConcentrated(),
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
        return evidence.IsNothing && onlyFree && found.Exists(diagnostic => diagnostic.Id == nameof(NothingToAverage))
            ? [.. found.Where(diagnostic => diagnostic.Id == nameof(NothingToAverage))]
            : [.. found.OrderByDescending(diagnostic => (int)diagnostic.Severity)];
    }
}
