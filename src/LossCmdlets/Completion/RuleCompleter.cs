using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Diagnostics;

namespace LossCmdlets.Completion;

/// <summary>Completes the id of a rule from the catalogue, with when it fires as the tool tip.</summary>
public sealed class RuleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return RuleCatalogue.All
            .Where(rule => rule.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(rule => new CompletionResult(rule.Id, rule.Id, CompletionResultType.ParameterValue, $"{rule.Severity}. {rule.Condition}"));
    }
}
