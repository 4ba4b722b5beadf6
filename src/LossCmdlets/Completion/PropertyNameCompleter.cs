using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LossCmdlets.Completion;

/// <summary>
/// Completes the names of the piped records' properties: what PowerShell itself would offer if they were piped to Select-Object, and the columns of a file
/// that Import-Csv reads, of which it knows nothing.
/// </summary>
public sealed class PropertyNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (commandAst?.Parent is not PipelineAst pipeline || pipeline.PipelineElements.IndexOf(commandAst) is var position && position < 1)
        {
            return [];
        }

        if (pipeline.PipelineElements[position - 1] is CommandAst command && command.GetCommandName() is string name && ImportsCsv(name))
        {
            Hashtable files = [];
            foreach ((string parameter, ParameterBindingResult given) in StaticParameterBinder.BindCommand(command).BoundParameters)
            {
                files[parameter] = given.ConstantValue;
            }

            return ColumnNameCompleter.Complete(files, wordToComplete);
        }

        int start = pipeline.Extent.StartOffset;
        int end = pipeline.PipelineElements[position - 1].Extent.EndOffset;
        string line = $"{pipeline.Extent.Text[..(end - start)]} | Select-Object -Property {wordToComplete}";
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
    }

    private static bool ImportsCsv(string command) => command.Equals("Import-Csv", StringComparison.OrdinalIgnoreCase) || command.Equals("ipcsv", StringComparison.OrdinalIgnoreCase);
}
