using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Losses;
using LossKernels;

namespace LossCmdlets.Commands;

/// <summary>Forgets losses that were registered.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "LossFunction")]
[OutputType(typeof(void))]
public sealed class UnregisterLossFunctionCommand : LossCommand
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The names of losses that were registered.")]
    [ArgumentCompleter(typeof(RegisteredLossCompleter))]
    [NotEmpty]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name.Where(name => !LossRegistry.Current.Remove(name)))
        {
            Report(LossErrors.ParameterOutOfRange(nameof(Name), name, "the name of a loss that was registered", "Complete the name with Tab; Get-LossFunction lists what was registered, too."), name);
        }
    }
}
