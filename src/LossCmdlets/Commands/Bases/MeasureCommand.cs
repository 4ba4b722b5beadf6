using System.Management.Automation;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossKernels;
using LossKernels.Diagnostics;
using LossKernels.Measures;

namespace LossCmdlets.Commands.Bases;

/// <summary>What the cmdlets that measure losses share: what becomes of the result.</summary>
public abstract class MeasureCommand : CrossEntropyInputCommand
{
    private ResultWriter? _results;

    /// <summary>Adds the derivatives of the loss to the result.</summary>
    [Parameter]
    public SwitchParameter Gradient { get; set; }

    /// <summary>A file for the unreduced losses.</summary>
    [Parameter]
    [NotEmpty]
    [OneValue(nameof(OutputPath), "one file", MayHaveCommas = true)]
    public string? OutputPath { get; set; }

    /// <summary>Replaces the file that is at -OutputPath.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>What the result is called.</summary>
    [Parameter]
    [NotEmpty]
    [NoFiles]
    [OneValue(nameof(Label), MayHaveCommas = true)]
    public string? Label { get; set; }

    /// <summary>Writes the number, or the numbers, alone.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Leaves the input unjudged: no warnings, and no diagnostics on the result.</summary>
    [Parameter]
    public SwitchParameter SkipDiagnostic { get; set; }

    /// <summary>A switch that adds to the result, or null.</summary>
    private protected virtual string? Added => Gradient ? nameof(Gradient) : null;

    /// <summary>Writes what a diagnostic says to change as a call; null for the call with placeholders.</summary>
    private protected virtual Func<Fix, string>? WriteFix => null;

    /// <summary>What to compute, but for what becomes of it.</summary>
    /// <exception cref="LossException">A parameter is not what it must be, or two exclude each other.</exception>
    private protected abstract LossOptions ReadRequest();

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Attempt(
        () =>
        {
            _results = new ResultWriter(this, Several, Label, Raw, WriteFix);
            CheckSwitches();
            LossOptions options = ReadRequest() with { Gradient = Gradient, SkipDiagnostics = SkipDiagnostic };
            BeginInput(_results.WithOutput(options, OutputPath, Force), ReadClassLabels());
        },
        null);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Attempt(() => _results!.Write(CompleteInput()), Target);

    private void CheckSwitches()
    {
        if (Raw && Added is string added)
        {
            throw LossErrors.OptionNotSupported(
                $"-Raw writes the loss alone, and -{added} adds to the result.",
                "Leave out one of the two; the property Loss of the result is what -Raw writes.");
        }

        _results!.Check();
        if (Gradient && ParameterSetName is not (ArraySet or RecordSet))
        {
            throw LossErrors.OptionNotSupported(
                "The derivatives of the predictions in a file would be as many as they are.",
                "Measure an array: Import-Tensor reads one.");
        }
    }
}
