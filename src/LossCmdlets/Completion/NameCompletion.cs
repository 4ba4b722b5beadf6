using System.Management.Automation;
using LossCmdlets.Errors;

namespace LossCmdlets.Completion;

/// <summary>Names as completions of a word.</summary>
internal static class NameCompletion
{
    /// <summary>What a word may be completed to.</summary>
    /// <param name="wordToComplete">The word as it stands there.</param>
    /// <param name="choices">What there is.</param>
    public static IEnumerable<CompletionResult> Complete(string? wordToComplete, IEnumerable<Choice> choices) => Find(Word(wordToComplete), choices).Select(ToResult);

    /// <summary>A word as it is meant: without the quotes that it may have.</summary>
    public static string Word(string? wordToComplete) => (wordToComplete ?? string.Empty).Trim('\'', '"');

    /// <summary>The choices that a word begins, and behind them those that it stands in.</summary>
    public static IEnumerable<Choice> Find(string word, IEnumerable<Choice> choices) => choices
        .Where(choice => choice.Names.Any(name => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
        .DistinctBy(choice => choice.Name, StringComparer.OrdinalIgnoreCase)
        .OrderByDescending(choice => choice.Names.Any(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A choice as a completion, in quotes where it needs them.</summary>
    public static CompletionResult ToResult(Choice choice)
    {
        string name = choice.Name;
        string shown = name.Length > 0 ? name : "''";
        return new CompletionResult(
            IsBare(name) ? name : QuotedText.Of(name),
            shown,
            CompletionResultType.ParameterValue,
            string.IsNullOrEmpty(choice.Tip) ? shown : choice.Tip);
    }

    // Points part modules.
    private static bool IsBare(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '.');
}
