using System.Collections.Immutable;
using LossKernels.Kernels.Binary;

namespace LossKernels.Semantics;

/// <summary>The columns of the table of conventions on which a number depends. Those that make a convention refuse input are not among them.</summary>
internal static class ConventionColumns
{
    /// <summary>All of them, those of the formula first.</summary>
    public static ImmutableArray<ConventionColumn> All { get; } =
    [
        OfFormula((to, from) => to with { Epsilon = from.Epsilon, SingleEpsilon = from.SingleEpsilon }, Epsilon),
        OfFormula((to, from) => to with { Use = (to.Use & ~EpsilonUse.Clip) | (from.Use & EpsilonUse.Clip) }, Clip),
        OfFormula((to, from) => to with { Use = (to.Use & ~EpsilonUse.Inside) | (from.Use & EpsilonUse.Inside) }, Inside),
        OfFormula((to, from) => to with { Normalisation = from.Normalisation }, Normalised),
        OfFormula(
            (to, from) => to with { LogFloor = from.LogFloor },
            formula => double.IsFinite(formula.LogFloor) ? FormattableString.Invariant($"least logarithm {formula.LogFloor}") : "no least logarithm"),
        new((to, from) => to with { MeasuresBinaryInBits = from.MeasuresBinaryInBits }, (of, _) => of.MeasuresBinaryInBits ? "bits" : "nats"),
        new(
            (to, from) => to with { HardensBinaryTargets = from.HardensBinaryTargets },
            (of, _) => of.HardensBinaryTargets ? "targets above 0 count as 1" : "targets count as they are"),
        new((to, from) => to with { ZeroTimesInfinityIsZero = from.ZeroTimesInfinityIsZero }, (of, _) => of.ZeroTimesInfinityIsZero ? "0 ln 0 is 0" : "0 ln 0 is NaN"),
        new((to, from) => to with { InfiniteLogit = from.InfiniteLogit }, (of, _) => of.InfiniteLogit == InfiniteLogit.Limit ? "infinite logits give limits" : "infinite logits give what its formula does"),
        new((to, from) => to with { BinaryFocal = from.BinaryFocal, CategoricalFocal = from.CategoricalFocal }, Focal),
        new(
            (to, from) => to with { AveragesOutputs = from.AveragesOutputs },
            (of, _) => of.AveragesOutputs ? "averages the outputs of a sample first" : "a loss for each output"),
        new((to, from) => to with { IgnoreClass = from.IgnoreClass }, (of, _) => of.IgnoreClass is int label ? FormattableString.Invariant($"ignores label {label}") : "ignores no label"),
        new(
            (to, from) => to with { ClassWeighting = from.ClassWeighting },
            (of, _) => of.ClassWeighting == ClassWeighting.Term ? "class weights multiply terms" : "class weights multiply samples"),
        new(
            (to, from) => to with { SkipsZeroWeight = from.SkipsZeroWeight },
            (of, _) => of.SkipsZeroWeight ? "leaves out losses of weight 0" : "multiplies by weights of 0"),
        new((to, from) => to with { Denominator = from.Denominator, SparseDenominator = from.SparseDenominator }, (of, kind) => Divides(of.MeanDenominator(kind))),
        new((to, from) => to with { MeanOfNothing = from.MeanOfNothing }, (of, _) => $"the mean of nothing is {of.MeanOfNothing}"),
        new((to, from) => to with { DefaultAxis = from.DefaultAxis }, (of, _) => of.DefaultAxis < 0 ? "classes on the last axis" : $"classes on axis {of.DefaultAxis}"),
        new(
            (to, from) => to with { DefaultsToDouble = from.DefaultsToDouble, AlwaysDouble = from.AlwaysDouble },
            (of, _) => $"in {of.UntypedDataType}"),
    ];

    // A column of all three formulas; what is said is that of the kind.
    private static ConventionColumn OfFormula(Func<ProbabilityFormula, ProbabilityFormula, ProbabilityFormula> take, Func<ProbabilityFormula, string> words) => new(
        (to, from) => to with
        {
            Binary = take(to.Binary, from.Binary),
            Categorical = take(to.Categorical, from.Categorical),
            Sparse = take(to.Sparse, from.Sparse),
        },
        (of, kind) => words(of.Probabilities(kind)));

    private static string Epsilon(ProbabilityFormula formula) => formula switch
    {
        { HasEpsilon: false } => "no epsilon",
        { SingleEpsilon: double single } => FormattableString.Invariant($"epsilon {formula.Epsilon:G3}, in Float32 {single:G3}"),
        _ => FormattableString.Invariant($"epsilon {formula.Epsilon:G3}"),
    };

    private static string Clip(ProbabilityFormula formula) => (formula.Use & EpsilonUse.Clip) switch
    {
        _ when !formula.HasEpsilon => "",
        EpsilonUse.Clip => "clips p at both ends",
        EpsilonUse.ClipBelow => "clips p below only",
        _ => "does not clip",
    };

    private static string Inside(ProbabilityFormula formula) =>
        !formula.HasEpsilon ? ""
        : !formula.Use.HasFlag(EpsilonUse.Inside) ? "no epsilon inside the logarithm"
        : formula.Use.HasFlag(EpsilonUse.Clip) ? "second epsilon"
        : "epsilon inside the logarithm";

    private static string Normalised(ProbabilityFormula formula) => formula.Normalisation switch
    {
        Normalisation.BeforeClip => "renormalises before the clip",
        Normalisation.AfterClip => "renormalises after the clip",
        _ => "does not renormalise",
    };

    private static string Focal(Convention convention, LossKind kind)
    {
        FocalDefaults focal = convention.Focal(kind);
        return (focal.Alpha is double alpha ? FormattableString.Invariant($"focal alpha {alpha}") : "no focal alpha")
            + (focal.ClipsLogits ? ", clips what becomes of logits" : "");
    }

    private static string Divides(Denominator denominator) => denominator switch
    {
        Denominator.WeightSum => "divides by the sum of weights",
        Denominator.NonZeroWeights => "divides by the number of weights that are not 0",
        Denominator.Elements => "divides by the number of losses, ignored ones included",
        _ => "divides by the number of losses",
    };
}
