using LossKernels.Semantics;

namespace LossKernels.Measures.Binding;

/// <summary>Refuses options that have no meaning whatever the loss.</summary>
internal static class CommonChecks
{
    /// <summary>Refuses what belongs to a mean where there is none, and numbers out of range.</summary>
    /// <exception cref="LossException">ParameterOutOfRange or OptionNotSupported.</exception>
    public static void Check(LossOptions options)
    {
        Named("Reduction", options.Reduction);
        Named("Denominator", options.Denominator);
        Named("WhenAllIgnored", options.WhenAllIgnored);
        if (options.Reduction != Reduction.Mean && (options.Denominator != Denominator.Convention || options.BatchSize is not null))
        {
            throw LossErrors.OptionNotSupported(
                $"A {(options.BatchSize is null ? "denominator" : "batch size")} belongs to a mean; the reduction is {options.Reduction}.",
                "Leave it out, or use `Reduction = Reduction.Mean`.");
        }

        if (options.BatchSize < 1)
        {
            throw LossErrors.ParameterOutOfRange("BatchSize", options.BatchSize, "1 or more", "Give the samples of a batch, as in `BatchSize = 32`; without it the mean is that of all.");
        }

        if (options.Denominator == Denominator.Number && !(options.DenominatorValue > 0 && double.IsFinite(options.DenominatorValue.Value)))
        {
            throw LossErrors.ParameterOutOfRange("Denominator", options.DenominatorValue, "a number greater than 0", "Leave out `Denominator` to divide by what the convention does, or give how many losses there are.");
        }

        if (options.ThrottleLimit < 0)
        {
            throw LossErrors.ParameterOutOfRange("ThrottleLimit", options.ThrottleLimit, "0 for all cores, or a number of threads", "Leave out `ThrottleLimit` to use all cores; `ThrottleLimit = 1` uses one.");
        }
    }

    /// <summary>Refuses a value of an enumeration that is none of its names, as a number may be.</summary>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public static void Named<TValue>(string option, TValue value)
        where TValue : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw LossErrors.ParameterOutOfRange(option, value, Enum.GetNames<TValue>());
        }
    }

    /// <summary>Refuses a class to ignore where no target is one.</summary>
    /// <param name="options">The options.</param>
    /// <param name="takesLabels">Whether the targets are class numbers.</param>
    /// <param name="loss">What the loss is called in a sentence.</param>
    /// <exception cref="LossException">OptionNotSupported.</exception>
    public static void IgnoreClass(LossOptions options, bool takesLabels, string loss)
    {
        if (options.IgnoreClass is not null && !takesLabels)
        {
            throw LossErrors.OptionNotSupported(
                $"A class can be ignored where targets are class numbers; the targets of {loss} are values.",
                "Leave out `IgnoreClass`, and give the samples to leave out a weight of zero.");
        }
    }

    /// <summary>Refuses class weights that are no weights, or not one for each class.</summary>
    /// <exception cref="LossException">ParameterOutOfRange or ClassWeightCountMismatch.</exception>
    public static void ClassWeights(IReadOnlyList<double> weights, int classes)
    {
        NumberRange.NotNegative.Check("ClassWeight", weights, "Give weights of 0 and more; 0 leaves the losses of a class out of the sum.");
        Count("ClassWeight", weights.Count, classes, "one for each class");
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
