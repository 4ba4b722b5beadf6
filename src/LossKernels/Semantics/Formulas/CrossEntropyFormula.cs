using System.Numerics;
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
        LossFormula<double> formula = terms.Kind == LossKind.Binary ? BinaryFormula<double>.BindTerms(untempered) : BindTermsOfRows<double>(untempered);
        return terms.Temperature == 1 ? formula : new TemperedFormula<double>(terms.Temperature, formula);
    }

    private static LossFormula<T> BindUntempered<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        terms.Kind == LossKind.Binary ? BinaryFormula<T>.Bind(terms)
        : terms.IsPlain ? BindPlain<T>(terms)
        : BindRows<T>(terms);

    private static LossFormula<T> BindPlain<T>(FormulaTerms terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Convention convention = terms.Convention;
        bool skipsZeros = convention.ZeroTimesInfinityIsZero;
        return (terms.Kind, terms.Form) switch
        {
            (LossKind.Categorical, InputForm.Logit) => new CategoricalFromLogits<T>(terms.Smoothing, BindRows<T>(terms), skipsZeros, convention.GradientTakesDistributions),
            (LossKind.Categorical, _) => new CategoricalFromProbabilities<T>(terms.Numbers, skipsZeros, terms.Smoothing, BindRows<T>(terms), new ProbabilityGradient<T>(terms)),
            (LossKind.Sparse, InputForm.Logit) => new SparseFromLogits<T>(terms.Smoothing, BindRows<T>(terms)),
            _ => new SparseFromProbabilities<T>(terms.Numbers, terms.Smoothing, BindRows<T>(terms), new ProbabilityGradient<T>(terms)),
        };
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
