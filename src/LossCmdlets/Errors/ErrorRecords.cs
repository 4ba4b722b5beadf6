using System.Management.Automation;
using LossKernels;

namespace LossCmdlets.Errors;

/// <summary>Failures in PowerShell's form: the id as it is, a category, the value at fault, and the remedy as the recommended action.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a failure.</summary>
    /// <param name="failure">The failure; its id becomes the error id.</param>
    /// <param name="target">What was worked on, where the failure names no value itself.</param>
    public static ErrorRecord Of(LossException failure, object? target) =>
        new(failure, failure.Id, Category(failure.Id), failure.Offender ?? target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.Remedy },
        };

    private static ErrorCategory Category(string id) => id switch
    {
        nameof(LossErrors.AssertionFailed) => ErrorCategory.InvalidResult,
        nameof(LossErrors.PropertyNotFound) => ErrorCategory.ObjectNotFound,
        nameof(LossErrors.OptionNotSupported) or nameof(LossErrors.ParameterOutOfRange) or nameof(LossErrors.ClassOrderUnknown)
            or nameof(LossErrors.AmbiguousKind) => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.InvalidData,
    };
}
