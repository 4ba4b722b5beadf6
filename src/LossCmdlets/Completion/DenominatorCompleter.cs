using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossCmdlets.Input;
using LossKernels.Semantics;

namespace LossCmdlets.Completion;

/// <summary>Completes what a mean divides by. A number can stand there too, which there is nothing to complete of.</summary>
public sealed class DenominatorCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        NameCompletion.Complete(wordToComplete, DenominatorOption.Named.Select(denominator => new Choice(denominator.ToString(), Summary(denominator))));

    private static string Summary(Denominator denominator) => denominator switch
    {
        Denominator.Convention => "What the convention divides by.",
        Denominator.Elements => "The number of losses, ignored ones included.",
        Denominator.Valid => "The number of losses that are not ignored.",
        Denominator.WeightSum => "The sum of the weights of what is not ignored, class weights included.",
        _ => "The number of losses whose weight is not zero.",
    };
}
