using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Losses;
using LossKernels.Losses.Functions;
using LossKernels.Semantics;

namespace LossCmdlets.Completion;

/// <summary>
/// Completes the name of a convention from the table, with what it is as the tool tip: of a loss that is named before, and of accuracies, those that have it. Synonyms complete to the name.
/// </summary>
public sealed class ConventionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => NameCompletion.Complete(
        wordToComplete,
        Conventions.All
            .Where(convention => Has(convention, commandName.EndsWith("Measure-Accuracy", StringComparison.OrdinalIgnoreCase) ? nameof(BinaryAccuracy) : fakeBoundParameters["Name"] as string))
            .Select(convention => new Choice(convention.Name, convention.Summary) { Synonyms = convention.Synonyms }));

    // A cross-entropy may be had from any, and of a name that is none any may be meant.
    private static bool Has(Convention convention, string? loss) =>
        loss is null || LossFunctions.Known(loss)?.Function is not { } known || known is CrossEntropyFunction || known.UseIn(convention) is not null;
}
