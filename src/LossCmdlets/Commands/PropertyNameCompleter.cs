using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LossCmdlets.Commands;

/// <summary>
/// Completes the names of the piped records' properties: what PowerShell itself would offer if they were piped to Select-Object.
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

        int start = pipeline.Extent.StartOffset;
        int end = pipeline.PipelineElements[position - 1].Extent.EndOffset;
        string line = $"{pipeline.Extent.Text[..(end - start)]} | Select-Object -Property {wordToComplete}";
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
    }
}
