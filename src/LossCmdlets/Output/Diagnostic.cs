using LossCmdlets.Errors;
using KernelDiagnostic = LossKernels.Diagnostics.Diagnostic;

namespace LossCmdlets.Output;

/// <summary>Something seen in the input that can make the number mean something else than intended.</summary>
/// <param name="Id">The name of the rule that saw it, or the id of the error that there is in place of a number.</param>
/// <param name="Severity">How much it bears on the number.</param>
/// <param name="Message">What was seen and where.</param>
/// <param name="Reason">Why it matters.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Fix">The call with what is to change in it; null where the call is not what is wrong.</param>
/// <param name="Count">How often it was seen.</param>
/// <param name="FirstRow">The first sample in which it was seen, from zero.</param>
/// <param name="Row">The first samples in which it was seen.</param>
/// <param name="Group">What the samples have in common, or the path of a file; null where there is one result.</param>
public sealed record Diagnostic(
    string Id, Severity Severity, string Message, string Reason, string Remedy, string? Fix, long Count, long FirstRow, long[] Row, object? Group = null)
{
    /// <summary>What a rule found.</summary>
    /// <param name="found">What it found.</param>
    /// <param name="write">Writes a fix as a call; null for the call with placeholders.</param>
    /// <param name="group">What the samples have in common, or null.</param>
    internal static Diagnostic Of(KernelDiagnostic found, Func<LossKernels.Diagnostics.Fix, string>? write, object? group = null) => new(
        found.Id,
        (Severity)found.Severity,
        ParameterSpelling.Of(found.Message),
        ParameterSpelling.Of(found.Reason),
        ParameterSpelling.Of(found.Remedy),
        found.Fix is null ? null : (write ?? SpelledFix.Call)(found.Fix),
        found.Count,
        found.FirstRow,
        [.. found.Rows],
        group);

    /// <summary>The id, what was seen, and what to do.</summary>
    public override string ToString() => $"{Id}: {Message} {Remedy}";
}
