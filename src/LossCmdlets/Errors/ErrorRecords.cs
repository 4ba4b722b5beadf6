using System.Management.Automation;
using LossKernels;

namespace LossCmdlets.Errors;

/// <summary>Failures in PowerShell's form and words: the id as it is, a category, the value at fault, and the remedy as the recommended action.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a failure.</summary>
    /// <param name="failure">The failure; its id becomes the error id.</param>
    /// <param name="target">What was worked on, where the failure names no value itself.</param>
    public static ErrorRecord Of(LossException failure, object? target)
    {
        LossException spelled = PromptErrors.OfPath(failure).InWords(ParameterSpelling.Of);
        return new(spelled, spelled.Id, Category(spelled.Kind), spelled.Offender ?? target)
        {
            ErrorDetails = new ErrorDetails(spelled.Message) { RecommendedAction = spelled.Remedy },
        };
    }

    private static ErrorCategory Category(FailureKind kind) => kind switch
    {
        FailureKind.Argument => ErrorCategory.InvalidArgument,
        FailureKind.NotFound or FailureKind.Nothing => ErrorCategory.ObjectNotFound,
        FailureKind.Exists => ErrorCategory.ResourceExists,
        FailureKind.Unavailable => ErrorCategory.ResourceUnavailable,
        FailureKind.Result => ErrorCategory.InvalidResult,
        _ => ErrorCategory.InvalidData,
    };
}
