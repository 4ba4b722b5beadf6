using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Completion;
using LossCmdlets.Losses;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossFunctionView = LossCmdlets.Output.LossFunction;

namespace LossCmdlets.Commands;

/// <summary>Gets losses: which there are, and what frameworks call them.</summary>
[Cmdlet(VerbsCommon.Get, "LossFunction")]
[OutputType(typeof(LossFunctionView))]
public sealed class GetLossFunctionCommand : CatalogueCommand
{
    /// <summary>Names, aliases, or names that a framework uses; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public override string[]? Name { get; set; } = ["*"];

    // A registered loss stands before one of the catalogue that has its name.
    private protected override object Find(string name) =>
        LossRegistry.Current.TryGetValue(name, out ScriptBlock? script) ? View(name, script) : ViewAll(LossFunctions.Find(name));

    private protected override IEnumerable<object> FindAll(string wildcards)
    {
        SortedDictionary<string, ScriptBlock> registered = LossRegistry.Current;
        WildcardPattern pattern = Pattern(wildcards);

        ModuleName written = new(wildcards);
        WildcardPattern own = Pattern(written.Own);
        Convention[] frameworks = [.. written.Frameworks];
        bool IsOf(Convention framework, LossFunction loss) => loss.NamesIn(framework).Any(own.IsMatch);
        return LossFunctions.All
            .Where(loss => !registered.ContainsKey(loss.Name) && (loss.Names.Any(pattern.IsMatch) || Array.Exists(frameworks, framework => IsOf(framework, loss))))
            .Select(loss => new LossFunctionView(loss))
            .Concat(registered.Where(loss => pattern.IsMatch(loss.Key)).Select(loss => View(loss.Key, loss.Value)));
    }

    private static LossFunctionView[] ViewAll(NamedLoss named) => [.. named.Others.Prepend(named).Select(loss => new LossFunctionView(loss.Function))];

    private LossFunctionView View(string name, ScriptBlock script) =>
        new(ScriptLoss.Create(name, script, Reader, TargetForm.Rows), script.ToString().Trim());
}
