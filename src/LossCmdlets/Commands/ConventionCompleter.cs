using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Semantics;

namespace LossCmdlets.Commands;

/// <summary>Completes the name of a convention from the table, with what it is as the tool tip. Synonyms complete to the name.</summary>
public sealed class ConventionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        foreach (Convention convention in Conventions.All)
        {
            if (convention.Synonyms.Prepend(convention.Name).Any(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            {
                yield return new CompletionResult(convention.Name, convention.Name, CompletionResultType.ParameterValue, convention.Summary);
            }
        }
    }
}
