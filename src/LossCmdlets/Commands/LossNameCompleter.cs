using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Losses;

namespace LossCmdlets.Commands;

/// <summary>
/// Completes the name of a loss: those that were registered and the names of the catalogue first, and of what a word begins with also the aliases and the frameworks' own
/// names, each with what it is as the tool tip.
/// </summary>
public sealed class LossNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        foreach ((string name, ScriptBlock script) in LossRegistry.Current.Where(loss => IsBegunBy(loss.Key, word)))
        {
            yield return new CompletionResult(name, name, CompletionResultType.ParameterValue, script.ToString().Trim());
        }

        foreach (LossFunction loss in LossFunctions.All.Where(loss => IsBegunBy(loss.Name, word)))
        {
            yield return new CompletionResult(loss.Name, loss.Name, CompletionResultType.ParameterValue, $"{loss.Summary} {loss.Formula}");
        }

        if (word.Length == 0)
        {
            yield break;
        }

        foreach (LossFunction loss in LossFunctions.All)
        {
            foreach (string name in loss.Names.Where(name => IsBegunBy(name, word) && !name.Equals(loss.Name, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(name, name, CompletionResultType.ParameterValue, $"{loss.Name}: {loss.Formula}");
            }
        }
    }

    private static bool IsBegunBy(string name, string word) => name.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
