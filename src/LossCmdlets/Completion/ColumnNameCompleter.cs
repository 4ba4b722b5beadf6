using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Sources.Text;

namespace LossCmdlets.Completion;

/// <summary>Completes the names of columns from the first line of the file that is given with -Path or -LiteralPath.</summary>
public sealed class ColumnNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Complete(fakeBoundParameters, wordToComplete);

    /// <summary>The columns that a word begins.</summary>
    /// <param name="bound">The parameters that are given so far.</param>
    /// <param name="wordToComplete">The word.</param>
    internal static IEnumerable<CompletionResult> Complete(IDictionary bound, string? wordToComplete)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return FileCompletion.Of(bound, ["Path", "LiteralPath"], ReadNames)
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(FileCompletion.ToResult);
    }

    private static IReadOnlyList<string> ReadNames(string path)
    {
        using CsvTable table = CsvTable.Open(path);
        return table.FirstLine;
    }
}
