using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LossCmdlets.Completion;

/// <summary>Completes what can group samples: columns where a file is given, else properties of the piped records.</summary>
public sealed class GroupCompleter : IArgumentCompleter
{
    private readonly ColumnNameCompleter _columns = new();
    private readonly PropertyNameCompleter _properties = new();

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        _columns.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters) is { } columns && columns.Any()
            ? columns
            : _properties.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
}
