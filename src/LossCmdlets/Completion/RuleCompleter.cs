using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossCmdlets.Errors;
using LossKernels.Diagnostics;

namespace LossCmdlets.Completion;

/// <summary>Completes the id of a rule from the catalogue, with when it fires as the tool tip.</summary>
public sealed class RuleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        NameCompletion.Complete(wordToComplete, RuleCatalogue.All.Select(rule => new Choice(rule.Id, $"{rule.Severity}. {ParameterSpelling.Of(rule.Condition)}")));
}
