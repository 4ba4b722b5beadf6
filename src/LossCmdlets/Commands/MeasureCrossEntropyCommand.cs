using System.Management.Automation;
using LossCmdlets.Input;
using LossCmdlets.Input.Files;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;

namespace LossCmdlets.Commands;

/// <summary>Measures the cross-entropy between targets and predictions.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CrossEntropy", DefaultParameterSetName = ArraySet, SupportsShouldProcess = true)]
[OutputType(typeof(CrossEntropyResult))]
[OutputType(typeof(double), typeof(float), typeof(Tensor))]
public sealed class MeasureCrossEntropyCommand : CrossEntropyInputCommand
{
    private readonly HashSet<string> _warned = [];

    /// <summary>Adds the derivatives of the loss to the result.</summary>
    [Parameter]
    public SwitchParameter Gradient { get; set; }

    /// <summary>Adds accuracy, calibration and the like to the result.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>A file for the unreduced losses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Replaces the file that is at -OutputPath.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the number, or the numbers, alone.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Leaves the input unjudged: no warnings, and no diagnostics on the result.</summary>
    [Parameter]
    public SwitchParameter SkipDiagnostic { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            CheckSwitches();
            CrossEntropyOptions options = ReadOptions() with { Gradient = Gradient, Detailed = Detailed, SkipDiagnostics = SkipDiagnostic };
            if (OutputPath is not null)
            {
                string path = new FilePaths(SessionState.Path).ResolveLiteral(OutputPath);
                if (!Force && File.Exists(path))
                {
                    throw LossErrors.FileExists(path);
                }

                options = ShouldProcess(path, "Write the losses") ? options with { OutputPath = path, Overwrite = Force } : options;
            }

            BeginInput(options, ReadClassLabels());
        },
        null);

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(
        () =>
        {
            foreach (Measured result in CompleteInput())
            {
                Write(result);
            }
        },
        Target);

    private void CheckSwitches()
    {
        if (Raw && (Gradient || Detailed))
        {
            throw LossErrors.OptionNotSupported(
                $"-Raw writes the loss alone, and -{(Gradient ? nameof(Gradient) : nameof(Detailed))} adds to the result.",
                "Leave out one of the two; the property Loss of the result is what -Raw writes.");
        }

        string? several = PerFile ? nameof(PerFile) : GroupBy is not null ? nameof(GroupBy) : null;
        if (Raw && several is not null)
        {
            throw LossErrors.OptionNotSupported(
                $"-Raw writes the loss alone, and with -{several} it would be open whose.",
                "Leave out -Raw; the results have the properties Group and Loss.");
        }

        if (OutputPath is not null && several is not null)
        {
            throw LossErrors.OptionNotSupported(
                $"-OutputPath is one file, and with -{several} there are losses of several results.",
                $"Leave out -{several}, or measure one after the other.");
        }

        if (Gradient && ParameterSetName is not (ArraySet or RecordSet))
        {
            throw LossErrors.OptionNotSupported(
                "The derivatives of the predictions in a file would be as many as they are.",
                "Measure an array: Import-Tensor reads one.");
        }
    }

    private void Write(Measured measured)
    {
        CrossEntropyResult result = new(measured.Loss, measured.Labels, measured.Group, fix => FixedCall.Of(fix, MyInvocation));

        // The names as text: an interpolated enum would have its formatter compiled for every first result.
        WriteVerbose(result.Kind.ToString() + ": " + result.KindReason + ". Convention " + result.Convention + ", " + result.DataType.ToString() + ".");
        foreach (Diagnostic found in result.Diagnostics)
        {
            // Of many groups the first says it for all.
            if (found.Severity > Severity.Information && _warned.Add(found.Id))
            {
                WriteWarning(measured.Group is null ? found.ToString() : $"{Scalar.ToLabel(measured.Group)}: {found}");
            }
        }

        if (!Raw)
        {
            PSObject written = new(result);

            // Results with details, and those of groups, have views of their own, which go by type names.
            if (Detailed || measured.Group is not null)
            {
                written.TypeNames.Insert(0, $"{typeof(CrossEntropyResult).FullName}#{(measured.Group is null ? "" : "Grouped")}{(Detailed ? "Detailed" : "")}");
            }

            WriteObject(written);
        }
        else if (result.Loss is double loss)
        {
            WriteObject(loss);
        }
        else if (result.Values is not null)
        {
            WriteObject(result.Values, enumerateCollection: true);
        }
    }
}
