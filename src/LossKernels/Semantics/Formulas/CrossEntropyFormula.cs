using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Walks;
using LossKernels.Semantics.Parts;
using LossKernels.Semantics.Terms;

namespace LossKernels.Semantics.Formulas;

/// <summary>The formulas of cross-entropy: which of them computes what the terms say.</summary>
internal static class CrossEntropyFormula
{
    /// <summary>The formula that terms make.</summary>
    public static LossFormula<T> Bind<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (terms.Temperature == 1)
        {
            LossFormula<T> formula = BindUntempered<T>(terms);
            bool maybeFar = !terms.IsPlain && terms.Form == InputForm.Logit && terms.Kind != LossKind.Binary;
            return maybeFar && formula is LossFormula<double> inner && new FarFormula(inner) is LossFormula<T> far ? far : formula;
        }

        ProbabilityFormula numbers = ProbabilityBounds<T>.Rounded(terms.Numbers);
        return new TemperedFormula<T>(terms.Temperature, BindUntempered<double>(terms with { Temperature = 1, Numbers = numbers }));
    }

    /// <summary>The formula in double, term by term, for what others have no number for: what is next to zero is divided by once the other factors are in it.</summary>
    /// <typeparam name="T">float or double: the type whose rounding the bounds have.</typeparam>
    public static LossFormula<double> BindTerms<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FormulaTerms untempered = terms with { Temperature = 1, Numbers = ProbabilityBounds<T>.Rounded(terms.Numbers) };
        LossFormula<double> formula = terms.Kind == LossKind.Binary ? BindElements<double>(untempered) : BindTermsOfRows<double>(untempered);
        return terms.Temperature == 1 ? formula : new TemperedFormula<double>(terms.Temperature, formula);
    }

    private static LossFormula<T> BindUntempered<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        terms.IsPlain ? BindPlain<T>(terms) : terms.IsWeighed ? BindWeighed<T>(terms) : BindGeneral<T>(terms);

    private static LossFormula<T> BindPlain<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Convention convention = terms.Convention;
        bool skipsZeros = convention.ZeroTimesInfinityIsZero;
        return (terms.Kind, terms.Form) switch
        {
            (LossKind.Binary, InputForm.Logit) => new BinaryFromLogits<T>(convention.InfiniteLogit),
            (LossKind.Binary, _) => ProbabilityBounds<T>.Added(terms.Numbers) == 0
                ? new BinaryFromProbabilities<T, Surprisal<T>>(ProbabilityLoss<T, Surprisal<T>>(terms), Steepest<T>(terms), BindElements<T>(terms))
                : new BinaryFromProbabilities<T, AddedSurprisal<T>>(ProbabilityLoss<T, AddedSurprisal<T>>(terms), Steepest<T>(terms), BindElements<T>(terms)),
            (LossKind.Categorical, InputForm.Logit) => new CategoricalFromLogits<T>(terms.Smoothing, BindGeneral<T>(terms), skipsZeros, convention.GradientTakesDistributions),
            (LossKind.Categorical, _) => new CategoricalFromProbabilities<T>(terms.Numbers, skipsZeros, terms.Smoothing, BindGeneral<T>(terms), new ProbabilityGradient<T>(terms)),
            (LossKind.Sparse, InputForm.Logit) => new SparseFromLogits<T>(terms.Smoothing, BindGeneral<T>(terms)),
            _ => new SparseFromProbabilities<T>(terms.Numbers, terms.Smoothing, BindGeneral<T>(terms), new ProbabilityGradient<T>(terms)),
        };
    }

    private static LossFormula<T> BindWeighed<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ElementNumbers numbers = terms.Elements;
        double positive = numbers.PositiveWeights.Length == 0 ? 1 : numbers.PositiveWeights[0];
        double yes = numbers.YesWeight * positive * numbers.Unit;
        double no = numbers.NoWeight * numbers.Unit;
        ElementFormula<T> general = BindElements<T>(terms);
        if (!TargetWeights<T>.Takes(numbers.Smoothing, yes, no))
        {
            return general;
        }

        TargetWeights<T> weights = new(numbers.Smoothing, yes, no);
        return terms.Form == InputForm.Logit ? BindLoss(default(LogitLoss<T>))
            : ProbabilityBounds<T>.Added(terms.Numbers) == 0 ? BindLoss(ProbabilityLoss<T, Surprisal<T>>(terms))
            : BindLoss(ProbabilityLoss<T, AddedSurprisal<T>>(terms));

        LossFormula<T> BindLoss<TInner>(TInner inner)
            where TInner : struct, ITermLoss<T> => (numbers.Smoothing > 0, terms.Convention.HardensBinaryTargets) switch
            {
                (false, false) => BindUse<TInner, KeptTargets>(inner),
                (false, true) => BindUse<TInner, HardenedTargets>(inner),
                (true, false) => BindUse<TInner, SpreadTargets>(inner),
                (true, true) => general,
            };

        WeighedFormula<T, TInner, TUse> BindUse<TInner, TUse>(TInner inner)
            where TInner : struct, ITermLoss<T>
            where TUse : ITargetUse => new(new WeighedLoss<T, TInner, TUse>(inner, weights), Steepest<T>(terms) * (yes + no), general);
    }

    private static ProbabilityLoss<T, TSurprisal> ProbabilityLoss<T, TSurprisal>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSurprisal : struct, ISurprisal<T> => new(
            ProbabilityBounds<T>.Clip(terms.Numbers),
            ProbabilityBounds<T>.Added(terms.Numbers),
            terms.Numbers.LogFloor,
            terms.Convention.ZeroTimesInfinityIsZero,
            terms.Convention.BinaryGradientFloor);

    // Of binary losses without weights.
    private static double Steepest<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => terms.Form == InputForm.Logit ? LossFormula<T>.MostOfUnit
            : terms.Convention.BinaryGradientFloor > 0 ? LossFormula<T>.MostOfUnit / terms.Convention.BinaryGradientFloor
            : ProbabilityBounds<T>.Steepest(terms.Numbers, ofComplements: true);

    private static LossFormula<T> BindGeneral<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        terms.Kind == LossKind.Binary ? BindElements<T>(terms) : BindRows<T>(terms);

    private static ElementFormula<T> BindElements<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
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

    private static LossFormula<T> BindRows<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (ClipBounds first, ClipBounds then) = BoundsOfRows<T>(terms);
        RowLossKernel kernel = KernelOfRows(terms, then);
        RowFormula<T> general = new(terms, Rows<T>(terms, first), kernel, ProbabilityGradient<T>.OfNoSums(terms));
        IPickedDistribution<T> picked = Picked<T>(terms);
        LossFormula<T> soft = terms.Q != 0 || terms.Form == InputForm.LogProbability || terms.Point.IsSteep || terms.Point.Cancels
            ? general
            : new LongRowFormula<T>(terms, picked, kernel, first, then, general);
        // Single precision has too few digits of what is raised to a large power.
        if (terms.Smoothing > 0 || (terms.Point.IsSteep && typeof(T) == typeof(float)))
        {
            return soft;
        }

        PickedFormula<T> formula = new(terms, picked, kernel, then, soft);
        return terms is { Form: InputForm.LogProbability, IsLogarithmic: true, ClassWeights.Count: 0 } ? new GivenLogFormula<T>(SkipsZeros(terms), formula) : formula;
    }

    private static RowFormula<T> BindTermsOfRows<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (ClipBounds first, ClipBounds then) = BoundsOfRows<T>(terms);
        return new RowFormula<T>(terms, Rows<T>(terms, first), KernelOfRows(terms, then), scalesFirst: terms.Q == 0);
    }

    private static (ClipBounds First, ClipBounds Then) BoundsOfRows<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool clipsFirst = terms.Numbers.Normalisation == Normalisation.AfterClip && terms.Form == InputForm.Probability;
        ClipBounds bounds = ProbabilityBounds<T>.Clip(terms.Numbers);
        return clipsFirst ? (bounds, ClipBounds.None) : (ClipBounds.None, bounds);
    }

    private static IRowDistribution<T> Rows<T>(FormulaTerms terms, ClipBounds first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        terms.Form switch
        {
            InputForm.Logit => new SoftmaxDistribution<T>(),
            InputForm.LogProbability => new LogProbabilityDistribution<T>(),
            _ => new ProbabilityDistribution<T>(first, terms.Numbers.Normalisation != Normalisation.None, terms.Point),
        };

    private static RowLossKernel KernelOfRows(FormulaTerms terms, ClipBounds then) =>
        new(terms.Point, then, SkipsZeros(terms), keepsNaN: terms.Form != InputForm.LogProbability);

    // Class numbers have zeros for the other classes, which may be masked by infinite logits; once they are smoothed only weights are zero.
    private static bool SkipsZeros(FormulaTerms terms) =>
        terms.Convention.ZeroTimesInfinityIsZero || (terms.Kind == LossKind.Sparse && terms.Smoothing == 0);

    private static IPickedDistribution<T> Picked<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        terms.Form switch
        {
            InputForm.Logit => new PickedSoftmax<T>(),
            InputForm.LogProbability => new PickedLogarithm<T>(needsShares: !terms.IsLogarithmic || terms.Numbers.HasEpsilon),
            _ => new PickedGiven<T>(new PickedProbability<T>(terms.Numbers)),
        };
}
