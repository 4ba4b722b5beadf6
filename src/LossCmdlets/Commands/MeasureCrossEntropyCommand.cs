using System.Management.Automation;
using LossCmdlets.Input;
using LossCmdlets.Input.Records;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Sources.Columns;
using LossKernels.Tensors;

namespace LossCmdlets.Commands;

/// <summary>Measures the cross-entropy between targets and predictions.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CrossEntropy", DefaultParameterSetName = ArraySet)]
[OutputType(typeof(CrossEntropyResult))]
[OutputType(typeof(double), typeof(float), typeof(Tensor))]
public sealed class MeasureCrossEntropyCommand : CrossEntropyCommand
{
    private const string ArraySet = "Array";
    private const string RecordSet = "Record";

    private NumberCollector? _piped;
    private RecordMeasurement? _records;
    private Action? _addRecord;
    private CrossEntropyOptions _options = new();
    private ClassLabels _classes = new();

    /// <summary>What is right: class numbers or labels, or a value for each prediction.</summary>
    [Parameter(ParameterSetName = ArraySet, Mandatory = true, Position = 0)]
    [Alias("YTrue", "Label")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Target { get; set; }

    /// <summary>What was predicted: probabilities, or logits with -FromLogits.</summary>
    [Parameter(ParameterSetName = ArraySet, Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("YPred")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Prediction { get; set; }

    /// <summary>Records, each of them a sample.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The property, or properties, that hold the target.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    [SupportsWildcards]
    public string[] TargetProperty { get; set; } = [];

    /// <summary>The properties that hold the predictions, in the order of the classes.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    [SupportsWildcards]
    public string[] PredictionProperty { get; set; } = [];

    /// <summary>The property that holds the sample's weight.</summary>
    [Parameter(ParameterSetName = RecordSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    public string? WeightProperty { get; set; }

    /// <summary>The property by whose values the records are grouped.</summary>
    [Parameter(ParameterSetName = RecordSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    public string? GroupBy { get; set; }

    /// <summary>Weights of the samples.</summary>
    [Parameter(ParameterSetName = ArraySet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? SampleWeight { get; set; }

    /// <summary>Adds the derivatives of the loss to the result.</summary>
    [Parameter]
    public SwitchParameter Gradient { get; set; }

    /// <summary>Adds accuracy, calibration and the like to the result.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Writes the number, or the numbers, alone.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            if (Raw && (Gradient || Detailed))
            {
                throw LossErrors.OptionNotSupported(
                    $"-Raw writes the loss alone, and -{(Gradient ? nameof(Gradient) : nameof(Detailed))} adds to the result.",
                    "Leave out one of the two; the property Loss of the result is what -Raw writes.");
            }

            if (Raw && GroupBy is not null)
            {
                throw LossErrors.OptionNotSupported(
                    "-Raw writes the loss alone, and with -GroupBy nothing would say which group's it is.",
                    "Leave out -Raw; the properties Group and Loss of the results say both.");
            }

            _options = ReadOptions() with { Gradient = Gradient, Detailed = Detailed };
            _classes = ReadClassLabels();
            if (ParameterSetName == RecordSet)
            {
                ColumnRequest request = new(Patterns(TargetProperty), Patterns(PredictionProperty), Pattern(WeightProperty), Pattern(GroupBy));
                _records = new RecordMeasurement(PowerShellValues.Instance, PowerShellProperties.Instance, _options, request, _classes, Report);
                _addRecord = () => _records.Add(InputObject);
            }
            else if (MyInvocation.ExpectingInput && !IsBound(nameof(Prediction)))
            {
                _piped = Reader.CollectNumbers(nameof(Prediction));
            }
        },
        null);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_addRecord is not null)
        {
            Attempt(_addRecord, InputObject);
        }
        else if (_piped is not null)
        {
            Attempt(() => _piped.Add(Prediction), Prediction);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(
        () =>
        {
            if (_records is not null)
            {
                foreach (RecordResult result in _records.Complete())
                {
                    Write(result.Loss, result.Labels, result.Group);
                }
            }
            else
            {
                MeasureArrays();
            }
        },
        Target);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _records?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static ColumnPattern[] Patterns(string[] texts) => Array.ConvertAll(texts, text => new ColumnPattern(text));

    private static ColumnPattern? Pattern(string? text) => text is null ? (ColumnPattern?)null : new ColumnPattern(text);

    private void MeasureArrays()
    {
        InputArray prediction = _piped is not null ? _piped.Finish() : Reader.ReadNumbers(Prediction, nameof(Prediction));
        InputArray target = Reader.ReadTargets(Target, nameof(Target));
        TensorView? weights = IsBound(nameof(SampleWeight)) ? Reader.ReadNumbers(SampleWeight, nameof(SampleWeight)).View : null;
        DataType untyped = Enum.Parse<DataType>(_options.Convention.UntypedDataType.ToString());
        (TensorView targets, CrossEntropyOptions options, string[]? labels) = TargetLabels.Encode(
            target, prediction, _classes, _options, () => Reader.ReadLabels(Target, nameof(Target)));
        if (options.DataType is null && !options.Convention.AlwaysDouble)
        {
            options = options with { DataType = Enum.Parse<ElementType>(prediction.ResolveDataType(DataType.Auto, untyped).ToString()) };
        }

        Write(CrossEntropy.Measure(prediction.View, targets, options, weights, Cancellation), labels);
    }

    private void Write(LossResult measured, IReadOnlyList<string>? labels, object? group = null)
    {
        CrossEntropyResult result = new(measured, labels, group);
        WriteVerbose($"{result.Kind}: {result.KindReason}. Convention {result.Convention}, {result.DataType}.");
        foreach (Diagnostic found in result.Diagnostics)
        {
            WriteWarning(group is null ? found.ToString() : $"{Scalar.ToLabel(group)}: {found}");
        }

        if (!Raw)
        {
            // Results with details, and those of groups, have views of their own, which go by type names.
            PSObject written = new(result);
            if (Detailed || group is not null)
            {
                written.TypeNames.Insert(0, $"{typeof(CrossEntropyResult).FullName}#{(group is null ? "" : "Grouped")}{(Detailed ? "Detailed" : "")}");
            }

            WriteObject(written);
        }
        else if (result.Loss is double loss)
        {
            WriteObject(loss);
        }
        else
        {
            WriteObject(result.Values, enumerateCollection: true);
        }
    }
}
