using LossKernels;
using LossKernels.Semantics;

namespace LossCmdlets.Input;

/// <summary>What a mean divides by, as it is given: a name or a number.</summary>
internal static class DenominatorOption
{
    /// <summary>The denominators that have a name of their own.</summary>
    public static IEnumerable<Denominator> Named => Enum.GetValues<Denominator>().Where(denominator => denominator != Denominator.Number);

    /// <summary>Reads it; with a number, that number.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: it is neither.</exception>
    public static (Denominator Denominator, double? Value) Read(object? value)
    {
        foreach (Denominator denominator in Named)
        {
            if (denominator.ToString().Equals(value as string, StringComparison.OrdinalIgnoreCase))
            {
                return (denominator, null);
            }
        }

        if (Scalar.Read(value, out double number) is ScalarKind.Number or ScalarKind.Single)
        {
            return (Denominator.Number, number);
        }

        string[] names = [.. Named.Select(denominator => denominator.ToString())];
        string? meant = value is string word ? OtherNames.Meant(word, names) : null;
        LossException failure = LossErrors.ParameterOutOfRange(
            "Denominator", value, $"{string.Join(", ", names)}, or a number greater than 0", $"Give {(meant is null ? "one of the names, most often WeightSum," : meant)} or a number such as 100.");
        throw meant is null ? LossErrors.OfName(failure, names) : failure;
    }
}
