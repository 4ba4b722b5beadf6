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

        return Scalar.Read(value, out double number) is ScalarKind.Number or ScalarKind.Single
            ? (Denominator.Number, number)
            : throw LossErrors.OfName(
                LossErrors.ParameterOutOfRange("Denominator", value, $"{string.Join(", ", Named)}, or a number greater than 0", "Give one of the names, most often WeightSum, or a number such as 100."),
                Named.Select(denominator => denominator.ToString()));
    }
}
