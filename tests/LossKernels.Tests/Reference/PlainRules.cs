using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Reference;

/// <summary>Which options have no meaning, alone or together: the rules as the documentation of the options says them, each with the error's identifier.</summary>
internal static class PlainRules
{
    private const string NotSupported = "OptionNotSupported";
    private const string OutOfRange = "ParameterOutOfRange";
    private const string WrongCount = "ClassWeightCountMismatch";

    /// <summary>The identifiers of all rules that options break; any of them may be reported.</summary>
    public static HashSet<string> Broken(CrossEntropyOptions options, int classes) =>
        [.. Rules(options, classes).Where(rule => rule.IsBroken).Select(rule => rule.Id)];

    private static IEnumerable<(bool IsBroken, string Id)> Rules(CrossEntropyOptions options, int classes)
    {
        bool isBinary = options.Kind == LossKind.Binary;
        bool isMean = options.Reduction == Reduction.Mean;
        InputForm forms = isBinary ? options.Convention.BinaryForms : options.Convention.CategoricalForms;
        yield return (!forms.HasFlag(options.Form), NotSupported);
        yield return (!(options.Temperature > 0) || double.IsInfinity(options.Temperature), OutOfRange);
        yield return (options.Temperature != 1 && options.Form != InputForm.Logit, NotSupported);
        yield return (options.Reduction == Reduction.PerElement && !isBinary, NotSupported);
        yield return (!isMean && options.Denominator != Denominator.Convention, NotSupported);
        yield return (!isMean && options.BatchSize is not null, NotSupported);
        yield return (options.BatchSize <= 0, OutOfRange);
        yield return (options.Denominator == Denominator.Number && !(options.DenominatorValue > 0 && options.DenominatorValue < double.PositiveInfinity), OutOfRange);
        yield return (options.Epsilon is double epsilon && !(epsilon is >= 0 and < 0.5), OutOfRange);
        yield return (options.Epsilon is not null && (PlainFormula.NumbersOf(options)?.Epsilon ?? 0) == 0, NotSupported);
        yield return (options.ClassWeights is not null && isBinary && classes != 1, NotSupported);
        yield return (AnyOutside(options.ClassWeights, double.MaxValue), OutOfRange);
        yield return (options.ClassWeights is not null && options.ClassWeights.Count != (isBinary ? 2 : classes), WrongCount);
        yield return (options.PositiveWeights is not null && !(isBinary && options.Form == InputForm.Logit), NotSupported);
        yield return (AnyOutside(options.PositiveWeights, double.MaxValue), OutOfRange);
        yield return (options.PositiveWeights is not null && options.PositiveWeights.Count != 1 && options.PositiveWeights.Count != classes, WrongCount);
        yield return (!(options.LabelSmoothing is >= 0 and <= 1), OutOfRange);
        yield return (options.FocalGamma is double gamma && !(gamma is >= 0 and < double.PositiveInfinity), OutOfRange);
        yield return (AnyOutside(options.FocalAlpha, isBinary ? 1 : double.MaxValue), OutOfRange);
        yield return (options.FocalAlpha is not null && options.FocalAlpha.Count != 1 && (isBinary || options.FocalAlpha.Count != classes), WrongCount);
        yield return (options.PolyEpsilon is double poly && !double.IsFinite(poly), OutOfRange);
        yield return (options.GeneralizedQ is double q && !(q is > 0 and <= 1), OutOfRange);
        yield return (options.GeneralizedQ is not null && options.PolyEpsilon is not null, NotSupported);
        yield return (options.IgnoreClass is not null && options.Kind != LossKind.Sparse, NotSupported);
        yield return (options.ThrottleLimit < 0, OutOfRange);
        yield return (options.DataType is not (null or ElementType.Float32 or ElementType.Float64), OutOfRange);
        yield return (options.DataType == ElementType.Float32 && options.Convention.AlwaysDouble, NotSupported);
    }

    private static bool AnyOutside(IReadOnlyList<double>? values, double most) => values is not null && values.Any(value => !(value >= 0 && value <= most));
}
