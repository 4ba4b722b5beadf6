using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LossCmdlets.Completion;

/// <summary>
/// Completes the names of the properties of records that are piped, or given with -InputObject: what PowerShell itself would offer if they were piped to Select-Object, and the columns of a file
/// that Import-Csv reads, of which it knows nothing.
/// </summary>
public sealed class PropertyNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (RecordsOf(commandAst) is ExpressionAst records)
        {
            return Complete(records.Extent.Text, wordToComplete);
        }

        if (PipedCommand.Find(commandAst, "Import-Csv", "ipcsv") is IDictionary files)
        {
            return ColumnNameCompleter.Complete(files, wordToComplete);
        }

        if (commandAst?.Parent is not PipelineAst pipeline || pipeline.PipelineElements.IndexOf(commandAst) is var position && position < 1)
        {
            return [];
        }

        int start = pipeline.Extent.StartOffset;
        int end = pipeline.PipelineElements[position - 1].Extent.EndOffset;
        return Complete(pipeline.Extent.Text[..(end - start)], wordToComplete);
    }

    private static Collection<CompletionResult> Complete(string records, string wordToComplete)
    {
        string line = $"{records} | Select-Object -Property {wordToComplete}";
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
    }

    // What -InputObject is given.
    private static ExpressionAst? RecordsOf(CommandAst? command) => command?.CommandElements
        .Zip(command.CommandElements.Skip(1), (name, value) => name is CommandParameterAst { ParameterName: var given } parameter
            && given.Equals("InputObject", StringComparison.OrdinalIgnoreCase) ? parameter.Argument ?? value as ExpressionAst : null)
        .FirstOrDefault(found => found is not null);
}
