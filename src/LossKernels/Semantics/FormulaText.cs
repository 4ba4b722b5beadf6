namespace LossKernels.Semantics;

/// <summary>
/// A convention's formulas as text, made of its columns. z or t is the target, y the label; p, x or l is the prediction (a probability, a logit,
/// the logarithm of a probability), and e is epsilon.
/// </summary>
internal static class FormulaText
{
    private const string ZeroRule = ", 0 ln 0 = 0";

    public static string Of(Convention convention, LossKind kind, InputForm form) => (kind, form) switch
    {
        (LossKind.Binary, InputForm.Logit) => "max(x, 0) - x z + ln(1 + exp(-|x|))",
        (LossKind.Binary, InputForm.LogProbability) => "-(z l + (1 - z) ln(1 - exp(l)))",
        (LossKind.Binary, _) => Binary(convention),
        (LossKind.Categorical, InputForm.Logit) => "sum of t (ln(sum of exp(x)) - x)",
        (LossKind.Categorical, InputForm.LogProbability) => "-sum of t l",
        (LossKind.Categorical, _) => Categorical(convention),
        (_, InputForm.Logit) => "ln(sum of exp(x)) - x[y]",
        (_, InputForm.LogProbability) => "-l[y]",
        _ => Sparse(convention.Sparse),
    };

    private static string Binary(Convention convention)
    {
        ProbabilityFormula numbers = convention.Binary;
        (string preparation, string p) = Prepare(numbers);
        string added = numbers.HasEpsilon && numbers.Use.HasFlag(EpsilonUse.Inside) ? " + e" : "";
        string yes = Log(p + added, convention);
        string no = Log($"1 - {p}{added}", convention);
        return preparation
            + (convention.HardensBinaryTargets ? $"-{yes} where z > 0, else -{no}" : $"-(z {yes} + (1 - z) {no})")
            + (convention.ZeroTimesInfinityIsZero && !numbers.HasEpsilon ? ZeroRule : "");
    }

    private static string Categorical(Convention convention)
    {
        ProbabilityFormula numbers = convention.Categorical;
        (string preparation, string p) = Prepare(numbers);
        return preparation
            + (numbers.Normalisation == Normalisation.AfterClip ? $"-sum of t ln({p} / sum of {p})" : $"-sum of t ln {p}")
            + (convention.ZeroTimesInfinityIsZero && !numbers.HasEpsilon ? ZeroRule : "");
    }

    private static string Sparse(ProbabilityFormula numbers)
    {
        (string preparation, string p) = Prepare(numbers);
        return preparation + (numbers.Normalisation == Normalisation.AfterClip ? $"-ln({p}[y] / sum of {p})" : $"-ln {p}[y]");
    }

    // What is done to p before the logarithm, and what it is called afterwards.
    private static (string Preparation, string Name) Prepare(ProbabilityFormula numbers)
    {
        string given = numbers.Normalisation == Normalisation.BeforeClip ? "p / sum of p" : "p";
        EpsilonUse clip = numbers.HasEpsilon ? numbers.Use & EpsilonUse.Clip : EpsilonUse.None;
        string prepared = clip switch
        {
            EpsilonUse.Clip => $"clip({given}, e, 1 - e)",
            EpsilonUse.ClipBelow => $"clip({given}, e, 1)",
            _ => given,
        };
        return prepared == "p" ? ("", "p") : ($"q = {prepared}; ", "q");
    }

    private static string Log(string argument, Convention convention)
    {
        string name = convention.MeasuresBinaryInBits ? "log2" : "ln";
        string term = argument.Length == 1 ? $"{name} {argument}" : $"{name}({argument})";
        return double.IsFinite(convention.Binary.LogFloor) ? FormattableString.Invariant($"max({term}, {convention.Binary.LogFloor})") : term;
    }
}
