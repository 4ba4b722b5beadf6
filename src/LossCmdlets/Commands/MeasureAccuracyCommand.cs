using System.Collections;
using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Errors;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Losses;
using LossKernels.Semantics;

namespace LossCmdlets.Commands;

/// <summary>Measures how many predictions are right.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Accuracy", DefaultParameterSetName = ArraySet, SupportsShouldProcess = true)]
[OutputType(typeof(LossResult))]
[OutputType(typeof(double), typeof(float), typeof(Tensor))]
public sealed class MeasureAccuracyCommand : LossInputCommand
{
    private ResultWriter? _results;

    /// <summary>What the targets are.</summary>
    [Parameter]
    [OneName(nameof(Kind), typeof(Kind))]
    public Kind Kind { get; set; }

    /// <summary>Above which a binary output says yes.</summary>
    [Parameter]
    [Number(nameof(Threshold))]
    [NoFiles]
    public double Threshold { get; set; } = 0.5;

    /// <summary>How many of the greatest scores of a row count.</summary>
    [Parameter]
    [Number(nameof(K), IsWhole = true)]
    [NoFiles]
    public int K { get; set; } = 1;

    /// <summary>A file for the unreduced hits.</summary>
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

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            _results = new ResultWriter(this, Several, Label, Raw);
            _results.Check();
            AccuracyOptions options = new()
            {
                Kind = Kind.ToKernel(),
                Convention = Conventions.Find(Convention),
                Threshold = Given(Threshold),
                K = Given(K),
            };
            BeginInput(_results.WithOutput(ReadShared(options), OutputPath, Force), ReadClassLabels());
        },
        null);

    private protected override LossException Explain(LossException failure)
    {
        LossException explained = base.Explain(failure);
        return explained == failure && failure is { Id: nameof(LossErrors.NonNumericValue), Offender: string } && ParameterSetName == ArraySet && HasPredictedLabels
            ? PromptErrors.OfPredictedLabels(failure)
            : explained;
    }

    private bool HasPredictedLabels => Reader.Unwrap(Prediction) is IList several && several.Cast<object?>().All(one => Reader.Unwrap(one) is string);

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(() => _results!.Write(CompleteInput()), Target);
}
