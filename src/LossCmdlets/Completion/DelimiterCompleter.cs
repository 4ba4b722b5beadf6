using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LossCmdlets.Completion;

/// <summary>Completes what stands between the cells of text files.</summary>
public sealed class DelimiterCompleter : IArgumentCompleter
{
    private static readonly CompletionResult[] Marks =
    [
        new("','", ",", CompletionResultType.ParameterValue, "Commas, as in CSV files."),
        new("';'", ";", CompletionResultType.ParameterValue, "Semicolons, where the decimal mark is a comma."),
        new("\"`t\"", "tab", CompletionResultType.ParameterValue, "Tabs, as in TSV files."),
        new("'|'", "|", CompletionResultType.ParameterValue, "Bars."),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string begun = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return Marks.Where(mark => mark.CompletionText[1..].StartsWith(begun, StringComparison.Ordinal));
    }
}
