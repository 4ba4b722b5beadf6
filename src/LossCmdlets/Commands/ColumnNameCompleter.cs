using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Sources.Text;

namespace LossCmdlets.Commands;

/// <summary>Completes the names of columns from the first line of the file that is given with -Path or -LiteralPath.</summary>
public sealed class ColumnNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return FileCompletion.Of(fakeBoundParameters, ["Path", "LiteralPath"], ReadNames)
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(FileCompletion.ToResult);
    }

    private static IReadOnlyList<string> ReadNames(string path)
    {
        using CsvTable table = CsvTable.Open(path);
        return table.FirstLine;
    }
}
