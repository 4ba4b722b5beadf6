using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;

namespace LossCmdlets.Commands;

/// <summary>Holds a loss to bounds: silent where it is within them, else an error.</summary>
[Cmdlet(VerbsLifecycle.Assert, "CrossEntropy", DefaultParameterSetName = ResultSet)]
[OutputType(typeof(CrossEntropyResult))]
public sealed class AssertCrossEntropyCommand : CrossEntropyInputCommand
{
    private const string ResultSet = "Result";

    private LossBounds _bounds = new();
    private bool _isHeld;

    // One argument without predictions is a result: the engine gives it to the targets, which are the first argument of two. What is named so, and a Tensor, is targets indeed.
    private bool _hasResult;

    /// <summary>What Measure-CrossEntropy, Measure-Loss or Measure-Accuracy gave, or a number.</summary>
    [Parameter(ParameterSetName = ResultSet, Mandatory = true, ValueFromPipeline = true, HelpMessage = "What Measure-CrossEntropy, Measure-Loss or Measure-Accuracy gave, or a number.")]
    [AllowNull]
    [NoFiles]
    public object? Result { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ArraySet, Position = 1, ValueFromPipeline = true, HelpMessage = PredictionHelp)]
    [Alias("YPred")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public override object? Prediction { get => base.Prediction; set => base.Prediction = value; }

    /// <summary>The most that the loss may be.</summary>
    [Parameter]
    [Number(nameof(Maximum))]
    [NoFiles]
    public double Maximum { get; set; }

    /// <summary>The least that the loss may be.</summary>
    [Parameter]
    [Number(nameof(Minimum))]
    [NoFiles]
    public double Minimum { get; set; }

    /// <summary>What the loss should be.</summary>
    [Parameter]
    [Number(nameof(Expected))]
    [NoFiles]
    public double Expected { get; set; }

    /// <summary>How far the loss may be from what is expected.</summary>
    [Parameter]
    [Number(nameof(Tolerance))]
    [NoFiles]
    public double Tolerance { get; set; }

    /// <summary>Writes the result where it is within the bounds.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            _bounds = new LossBounds
            {
                Maximum = Given(Maximum),
                Minimum = Given(Minimum),
                Expected = Given(Expected),
                Tolerance = Given(Tolerance),
            };
            _bounds.Check();
            _hasResult = ParameterSetName == ResultSet || (LacksPredictions && !IsNamed(nameof(Target)) && Reader.Unwrap(Target) is not Tensor);
            if (_hasResult)
            {
                CheckSaysNothingOfMeasuring();
            }
            else if (LacksPredictions)
            {
                throw LossErrors.NullValue(nameof(Prediction)).WithRemedy(
                    "Give the predictions of the targets, as the second argument or with -Prediction; what was measured already is given alone, or with -Result.");
            }
            else
            {
                BeginInput(ReadOptions() with { Examined = true }, ReadClassLabels());
            }
        },
        null);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_hasResult)
        {
            _isHeld = true;
            object? result = ParameterSetName == ResultSet ? Result : Target;
            Attempt(() => Hold(AssertedLoss.OfResult(result, Reader), result), result);
        }
        else
        {
            base.ProcessRecord();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(
        () =>
        {
            if (!_hasResult)
            {
                DiagnosticWarnings warnings = new(this);
                foreach (Measured measured in CompleteInput())
                {
                    CrossEntropyResult result = new(measured.Loss, measured.Labels, measured.Group);
                    warnings.Write(result);
                    Hold(AssertedLoss.OfMeasured(result, measured, Reader), result);
                }
            }
            else if (!_isHeld)
            {
                throw LossErrors.EmptyInput(nameof(Result));
            }
        },
        null);

    private bool LacksPredictions => ParameterSetName == ArraySet && !MyInvocation.ExpectingInput && !IsBound(nameof(Prediction));

    private void Hold(AssertedLoss loss, object? result)
    {
        loss.Hold(_bounds);
        if (PassThru)
        {
            WriteObject(result);
        }
    }

    // What was measured already is not measured by other options.
    private void CheckSaysNothingOfMeasuring()
    {
        foreach (string parameter in MyInvocation.BoundParameters.Keys)
        {
            if (parameter != nameof(Target) && typeof(CrossEntropyInputCommand).GetProperty(parameter) is not null && IsTyped(parameter))
            {
                throw LossErrors.OptionNotSupported(
                    $"-{parameter} says how a loss is measured, and the loss of a result is measured already.",
                    $"Give -{parameter} to Measure-CrossEntropy, or targets and predictions to Assert-CrossEntropy.");
            }
        }
    }
}
