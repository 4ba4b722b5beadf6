using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossCmdlets.Losses;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossCmdlets.Completion;

/// <summary>
/// Completes the name of a loss: those that were registered and the names of the catalogue first, and of what a word begins with also the aliases and the frameworks' own
/// names, each with what it is as the tool tip. Behind a module, which stays, they are the names that its framework has.
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
            yield return NameCompletion.ToResult(name, script.ToString().Trim());
        }

        foreach (LossFunction loss in LossFunctions.All.Where(loss => IsBegunBy(loss.Name, word)))
        {
            yield return NameCompletion.ToResult(loss.Name, $"{loss.Summary} {loss.Formula}");
        }

        if (word.Length == 0)
        {
            yield break;
        }

        int own = word.LastIndexOf('.') + 1;
        foreach (LossFunction loss in LossFunctions.All)
        {
            IEnumerable<string> names = own == 0 ? loss.Names.Where(name => !name.Equals(loss.Name, StringComparison.OrdinalIgnoreCase)) : NamesIn(LossFunctions.ModuleOf(word), loss);
            foreach (string name in names.Where(name => IsBegunBy(name, word[own..])).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                yield return NameCompletion.ToResult(word[..own] + name, $"{loss.Name}: {loss.Formula}");
            }
        }
    }

    // Of a module that is not known, any framework's.
    private static IEnumerable<string> NamesIn(Convention? module, LossFunction loss) =>
        module is null ? loss.Uses.SelectMany(use => use.Names) : loss.UseIn(module)?.Names ?? [];

    private static bool IsBegunBy(string name, string word) => name.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
