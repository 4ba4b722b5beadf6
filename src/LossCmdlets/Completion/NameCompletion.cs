using System.Management.Automation;
using System.Management.Automation.Language;

namespace LossCmdlets.Completion;

/// <summary>Names as completions.</summary>
internal static class NameCompletion
{
    /// <summary>A name as a completion, in quotes where it needs them.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tip">What is told of it; else the name itself.</param>
    public static CompletionResult ToResult(string name, string? tip = null)
    {
        string shown = name.Length > 0 ? name : "''";
        return new CompletionResult(
            IsBare(name) ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'",
            shown,
            CompletionResultType.ParameterValue,
            string.IsNullOrEmpty(tip) ? shown : tip);
    }

    // Points part modules.
    private static bool IsBare(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '.');
}
