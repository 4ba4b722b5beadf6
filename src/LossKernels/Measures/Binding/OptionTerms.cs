using LossKernels.Semantics;
using LossKernels.Semantics.Terms;

namespace LossKernels.Measures.Binding;

/// <summary>Makes of options what a formula is made of: what they leave open is the convention's.</summary>
internal static class OptionTerms
{
    /// <summary>What the formula is made of.</summary>
    public static FormulaTerms Of(LossKind kind, CrossEntropyOptions options)
    {
        Convention convention = options.Convention;
        FocalDefaults focal = convention.Focal(kind);
        ProbabilityFormula numbers = NumbersOf(kind, options) ?? ProbabilityFormula.Plain;
        bool weighsTerms = convention.ClassWeighting == ClassWeighting.Term && !(kind == LossKind.Sparse && options.LabelSmoothing == 0);
        return new FormulaTerms
        {
            Kind = kind,
            Form = options.Form,
            Convention = convention,
            Numbers = options.Epsilon is double epsilon ? numbers with { Epsilon = epsilon, SingleEpsilon = null } : numbers,
            Temperature = options.Temperature,
            Smoothing = options.LabelSmoothing,
            ClassWeights = weighsTerms ? options.ClassWeights ?? [] : [],
            PositiveWeights = options.PositiveWeights ?? [],
            Gamma = IsFocal(options) ? options.FocalGamma ?? focal.Gamma : null,
            Alpha = !IsFocal(options) ? [] : options.FocalAlpha ?? (focal.Alpha is double alpha ? [alpha] : []),
            Poly = options.PolyEpsilon ?? 0,
            Q = options.GeneralizedQ ?? 0,
        };
    }

    /// <summary>The convention's formula over probabilities, where one applies: to probabilities, and to logits where their focal loss goes through it.</summary>
    public static ProbabilityFormula? NumbersOf(LossKind kind, CrossEntropyOptions options)
    {
        Convention convention = options.Convention;
        bool applies = options.GeneralizedQ is null
            && (options.Form == InputForm.Probability || (options.Form == InputForm.Logit && IsFocal(options) && convention.Focal(kind).ClipsLogits));

        // The focal loss of class numbers is that of one-hot targets.
        return applies ? convention.Probabilities(kind == LossKind.Sparse && IsFocal(options) ? LossKind.Categorical : kind) : null;
    }

    private static bool IsFocal(CrossEntropyOptions options) => options.FocalGamma is not null || options.FocalAlpha is not null;
}
