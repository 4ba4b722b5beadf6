using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossCmdlets.Completion;

/// <summary>
/// Completes the name of a loss: those that were registered and the names of the catalogue first, and once a word is begun also the aliases and the frameworks' own
/// names, each with what it is as the tool tip. Behind a module, which stays, the names that its frameworks have come first.
/// </summary>
public sealed class LossNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = NameCompletion.Word(wordToComplete);
        ModuleName written = new(word);
        IEnumerable<Choice> listed = [.. RegisteredLossCompleter.Choices, .. LossFunctions.All.Select(loss => new Choice(loss.Name, $"{loss.Summary} {loss.Formula}"))];
        IEnumerable<Choice> inFull = NameCompletion.Find(word, word.Length == 0 ? listed : listed.Concat(Choices(LossFunctions.All, loss => loss.Names)));
        IEnumerable<Choice> inModule = written.Module.Length == 0 ? [] : InModule(written).Select(choice => choice with { Name = written.Module + choice.Name });
        return inFull.Concat(inModule).Select(NameCompletion.ToResult);
    }

    // The names that a framework has, which its losses are found by; where the word is in none of them, it may be in those that they have here. Of a module that is not known, any framework's.
    private static IEnumerable<Choice> InModule(ModuleName written)
    {
        Convention[] named = [.. written.Frameworks];
        Convention[] frameworks = named is [] ? [.. Conventions.All] : named;
        Choice[] theirs =
        [
            .. frameworks.SelectMany(framework => LossFunctions.All.SelectMany(loss =>
                Choices([loss], known => known.UseIn(framework)?.Names ?? []).Select(choice => choice with { Synonyms = loss.NamesIn(framework) }))),
        ];
        IEnumerable<Choice> begun = NameCompletion.Find(written.Own, theirs.Select(choice => choice with { Synonyms = [] }));
        return begun.Any() ? begun : NameCompletion.Find(written.Own, theirs);
    }

    private static IEnumerable<Choice> Choices(IEnumerable<LossFunction> losses, Func<LossFunction, IEnumerable<string>> names) =>
        losses.SelectMany(loss => names(loss).Select(name => new Choice(name, $"{loss.Name}: {loss.Formula}")));
}
