using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Losses;
using LossKernels;

namespace LossCmdlets.Commands;

/// <summary>Gives a script block a name as a loss, for this runspace.</summary>
[Cmdlet(VerbsLifecycle.Register, "LossFunction")]
[OutputType(typeof(void))]
public sealed class RegisterLossFunctionCommand : LossCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The name that the loss gets.")]
    [NotEmpty]
    [NoFiles]
    [OneValue(nameof(Name), MayHaveCommas = true)]
    public string Name { get; set; } = string.Empty;

    /// <summary>What computes the loss.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, HelpMessage = "A script block that computes the loss.")]
    [ValidateNotNull]
    [NoFiles]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>Takes the place of the loss that has the name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(
        () =>
        {
            if (!Force && LossRegistry.IsTaken(Name))
            {
                throw LossErrors.ParameterOutOfRange(nameof(Name), Name, "a name that no loss has yet", "Choose another name, or add -Force to take the place of the loss that has it.");
            }

            LossRegistry.Current[Name] = ScriptBlock;
        },
        Name);
}
