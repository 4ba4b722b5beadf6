using System.Management.Automation;
using LossCmdlets.Errors;
using LossKernels;
using LossKernels.Losses;
using LossKernels.Measures;
using LossFunctionView = LossCmdlets.Output.LossFunction;

namespace LossCmdlets.Commands;

/// <summary>Gets losses: which there are, and what frameworks call them.</summary>
[Cmdlet(VerbsCommon.Get, "LossFunction")]
[OutputType(typeof(LossFunctionView))]
public sealed class GetLossFunctionCommand : LossCommand
{
    /// <summary>Names, aliases, or names that a framework uses; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            try
            {
                WriteObject(Find(name), enumerateCollection: true);
            }
            catch (LossException failure)
            {
                WriteError(ErrorRecords.Of(failure, name));
            }
        }
    }

    // A registered loss stands before one of the catalogue that has its name.
    private IEnumerable<LossFunctionView> Find(string name)
    {
        Dictionary<string, ScriptBlock> registered = LossRegistry.Current;
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [registered.TryGetValue(name, out ScriptBlock? script) ? View(name, script) : new LossFunctionView(LossFunctions.Find(name).Function)];
        }

        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        return LossFunctions.All
            .Where(loss => !registered.ContainsKey(loss.Name) && Names(loss).Any(pattern.IsMatch))
            .Select(loss => new LossFunctionView(loss))
            .Concat(registered.Where(loss => pattern.IsMatch(loss.Key)).Select(loss => View(loss.Key, loss.Value)));
    }

    private static IEnumerable<string> Names(LossFunction loss) => loss.Aliases.Concat(loss.Uses.SelectMany(use => use.Names)).Prepend(loss.Name);

    private LossFunctionView View(string name, ScriptBlock script) =>
        new(ScriptLoss.Create(name, script, Reader, TargetForm.Rows), script.ToString().Trim());
}
