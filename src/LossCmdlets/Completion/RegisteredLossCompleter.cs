using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossCmdlets.Losses;

namespace LossCmdlets.Completion;

/// <summary>Completes the names of losses that were registered.</summary>
public sealed class RegisteredLossCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        NameCompletion.Complete(wordToComplete, Choices);

    /// <summary>The losses, with what they compute.</summary>
    internal static IEnumerable<Choice> Choices => LossRegistry.Current.Select(loss => new Choice(loss.Key, loss.Value.ToString().Trim()));
}
