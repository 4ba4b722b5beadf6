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
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return LossRegistry.Current
            .Where(loss => loss.Key.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(loss => NameCompletion.ToResult(loss.Key, loss.Value.ToString().Trim()));
    }
}
