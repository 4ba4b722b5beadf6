using LossKernels.Semantics;

namespace LossKernels.Measures.Binding;

/// <summary>Refuses options that have no meaning whatever the loss.</summary>
internal static class CommonChecks
{
    public const string NotNegative = "a number that is not negative";

    /// <summary>Refuses what belongs to a mean where there is none, and numbers out of range.</summary>
    /// <exception cref="LossException">ParameterOutOfRange or OptionNotSupported.</exception>
    public static void Check(LossOptions options)
    {
        if (options.Reduction != Reduction.Mean && (options.Denominator != Denominator.Convention || options.BatchSize is not null))
        {
            throw LossErrors.OptionNotSupported(
                $"A {(options.BatchSize is null ? "denominator" : "batch size")} belongs to a mean; the reduction is {options.Reduction}.",
                "Leave it out, or use -Reduction Mean.");
        }

        if (options.BatchSize < 1)
        {
            throw LossErrors.ParameterOutOfRange("BatchSize", options.BatchSize, "1 or more");
        }

        if (options.Denominator == Denominator.Number && !(options.DenominatorValue > 0 && double.IsFinite(options.DenominatorValue.Value)))
        {
            throw LossErrors.ParameterOutOfRange("Denominator", options.DenominatorValue, "a number greater than 0");
        }

        if (options.ThrottleLimit < 0)
        {
            throw LossErrors.ParameterOutOfRange("ThrottleLimit", options.ThrottleLimit, "0 for all cores, or a number of threads");
        }
    }

    /// <summary>Refuses a list with a number that is negative, above the most, or none.</summary>
    public static void All(string what, IReadOnlyList<double> values, double most, string range)
    {
        foreach (double value in values)
        {
            if (!(value >= 0 && value <= most && double.IsFinite(value)))
            {
                throw LossErrors.ParameterOutOfRange(what, value, range);
            }
        }
    }

    /// <summary>Refuses a list of another length.</summary>
    public static void Count(string what, int given, int expected, string remedy)
    {
        if (given != expected)
        {
            throw LossErrors.ClassWeightCountMismatch(what, given, expected, remedy);
        }
    }
}
