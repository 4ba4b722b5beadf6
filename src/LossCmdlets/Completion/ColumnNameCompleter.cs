using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Sources.Text;

namespace LossCmdlets.Completion;

/// <summary>Completes the names of columns from the first line of the file that is given with -Path or -LiteralPath, or that is piped by Get-Item or Get-ChildItem.</summary>
public sealed class ColumnNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Complete(PipedCommand.Find(commandAst, "Get-Item", "gi", "Get-ChildItem", "gci", "dir") is IDictionary files ? WithDelimiter(files, fakeBoundParameters) : fakeBoundParameters, wordToComplete);

    /// <summary>The columns that a word may be completed to.</summary>
    /// <param name="bound">The parameters that are given so far.</param>
    /// <param name="wordToComplete">The word.</param>
    internal static IEnumerable<CompletionResult> Complete(IDictionary bound, string? wordToComplete) =>
        NameCompletion.Complete(wordToComplete, FileCompletion.Of(bound, string.Empty, path => ReadNames(path, bound["Delimiter"])).Select(name => new Choice(name)));

    private static IDictionary WithDelimiter(IDictionary files, IDictionary? bound)
    {
        files["Delimiter"] = bound?["Delimiter"];
        return files;
    }

    private static IReadOnlyList<string> ReadNames(string path, object? delimiter)
    {
        using CsvTable table = CsvTable.Open(path, new CsvFormat { Delimiter = delimiter is not null && LanguagePrimitives.TryConvertTo(delimiter, out char given) ? given : null });
        return table.FirstLine;
    }
}
