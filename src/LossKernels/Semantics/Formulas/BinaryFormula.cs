using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Options;
using LossKernels.Semantics.Terms;

namespace LossKernels.Semantics.Formulas;

/// <summary>The formulas of binary cross-entropy of one data type.</summary>
internal static class BinaryFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The shortest formula that computes what the terms say.</summary>
    public static LossFormula<T> Bind(FormulaTerms terms) => terms switch
    {
        { IsPlain: true, Form: InputForm.Logit } => new BinaryFromLogits<T>(terms.Convention.InfiniteLogit),
        { IsPlain: true } => Adds(terms)
            ? new BinaryFromProbabilities<T, AddedSurprisal<T>>(FromProbabilities<AddedSurprisal<T>>(terms), Steepest(terms), BindTerms(terms))
            : new BinaryFromProbabilities<T, Surprisal<T>>(FromProbabilities<Surprisal<T>>(terms), Steepest(terms), BindTerms(terms)),
        { IsWeighed: true } => BindWeighed(terms),
        _ => BindTerms(terms),
    };

    /// <summary>The formula with every option, term by term.</summary>
    public static ElementFormula<T> BindTerms(FormulaTerms terms)
    {
        ProbabilityFormula numbers = terms.Numbers;
        IElementDistribution<T> elements = terms.Form switch
        {
            InputForm.Logit => new SigmoidDistribution<T>(),
            InputForm.LogProbability => new LogGivenDistribution<T>(),
            _ => new GivenDistribution<T>(),
        };
        return new ElementFormula<T>(
            terms,
            terms.Form == InputForm.Probability || numbers.HasEpsilon
                ? new ClippedDistribution<T>(
                    elements,
                    ProbabilityBounds<T>.Clip(numbers),
                    ProbabilityBounds<T>.Added(numbers),
                    numbers.LogFloor,
                    terms.Form == InputForm.Probability ? terms.Convention.BinaryGradientFloor : 0)
                : elements);
    }

    private static LossFormula<T> BindWeighed(FormulaTerms terms)
    {
        ElementNumbers numbers = terms.Elements;
        double positive = numbers.PositiveWeights.Length == 0 ? 1 : numbers.PositiveWeights[0];
        double yes = numbers.YesWeight * positive * numbers.Unit * (numbers.Alpha ?? 1);
        double no = numbers.NoWeight * numbers.Unit * (1 - numbers.Alpha ?? 1);
        ElementFormula<T> general = BindTerms(terms);
        if (!TargetWeights<T>.Takes(numbers.Smoothing, yes, no))
        {
            return general;
        }

        TargetWeights<T> weights = new(numbers.Smoothing, yes, no);
        double steepest = Steepest(terms) * (yes + no) * (1 + numbers.Point.Gamma);
        return terms.Form == InputForm.Logit ? BindLoss(default(LogitLoss<T>))
            : Adds(terms) ? BindLoss(FromProbabilities<AddedSurprisal<T>>(terms))
            : BindLoss(FromProbabilities<Surprisal<T>>(terms));

        LossFormula<T> BindLoss<TInner>(TInner inner)
            where TInner : struct, ITermLoss<T>
        {
            return terms.Gamma is double gamma
                ? new WeighedFormula<T, FocalLoss<T, TInner>>(new FocalLoss<T, TInner>(inner, weights, (int)gamma), inner.DerivesTerms, takesTargets: true, steepest, general)
                : terms.Convention.HardensBinaryTargets ? BindUse<HardenedTargets>(takesTargets: false)
                : numbers.Smoothing > 0 ? BindUse<SpreadTargets>(takesTargets: true)
                : BindUse<KeptTargets>(takesTargets: true);

            LossFormula<T> BindUse<TUse>(bool takesTargets)
                where TUse : ITargetUse =>
                new WeighedFormula<T, WeighedLoss<T, TInner, TUse>>(new WeighedLoss<T, TInner, TUse>(inner, weights), inner.DerivesTerms, takesTargets, steepest, general);
        }
    }

    private static ProbabilityLoss<T, TSurprisal> FromProbabilities<TSurprisal>(FormulaTerms terms)
        where TSurprisal : struct, ISurprisal<T> => new(
            ProbabilityBounds<T>.Clip(terms.Numbers),
            ProbabilityBounds<T>.Added(terms.Numbers),
            terms.Numbers.LogFloor,
            terms.Convention.ZeroTimesInfinityIsZero,
            terms.Convention.BinaryGradientFloor);

    // Of losses without weights.
    private static double Steepest(FormulaTerms terms) => terms.Form == InputForm.Logit ? LossFormula<T>.MostOfUnit
        : terms.Convention.BinaryGradientFloor > 0 ? LossFormula<T>.MostOfUnit / terms.Convention.BinaryGradientFloor
        : ProbabilityBounds<T>.Steepest(terms.Numbers, ofComplements: true);

    private static bool Adds(FormulaTerms terms) => ProbabilityBounds<T>.Added(terms.Numbers) != 0;
}
