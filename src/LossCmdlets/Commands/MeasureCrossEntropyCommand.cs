using System.Management.Automation;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
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

    // The type name by which results with details have a view of their own.
    private static readonly string DetailedType = $"{typeof(CrossEntropyResult).FullName}#Detailed";

    private NumberCollector? _piped;
    private RecordMeasurement? _records;
    private CrossEntropyOptions _options = new();
    private ClassOptions _classes = new();

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

            _options = ReadOptions() with { Gradient = Gradient, Detailed = Detailed };
            _classes = ReadClassOptions();
            if (ParameterSetName == RecordSet)
            {
                _records = new RecordMeasurement(Reader, _options, TargetProperty, PredictionProperty, WeightProperty, _classes, Report);
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
        if (_records is not null)
        {
            Attempt(AddRecords, InputObject);
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
                Write(_records.Complete(), _records.Labels);
            }
            else
            {
                MeasureArrays();
            }
        },
        Target);

    // An array given as an argument is records, not one record.
    private void AddRecords()
    {
        System.Collections.IEnumerable records = Reader.Unwrap(InputObject) switch
        {
            System.Data.DataTable table => table.Rows,
            System.Collections.IList list => list,
            _ => new[] { InputObject },
        };
        foreach (object? record in records)
        {
            _records!.Add(record);
        }
    }

    private void MeasureArrays()
    {
        InputArray prediction = _piped is not null ? _piped.Finish() : Reader.ReadNumbers(Prediction, nameof(Prediction));
        InputArray target = Reader.ReadTargets(Target, nameof(Target));
        TensorView? weights = IsBound(nameof(SampleWeight)) ? Reader.ReadNumbers(SampleWeight, nameof(SampleWeight)).View : null;
        DataType untyped = _options.Convention.UntypedDataType.ToOutput();
        (TensorView targets, CrossEntropyOptions options, string[]? labels) = TargetLabels.Encode(
            target, prediction, _classes, _options, () => Reader.ReadLabels(Target, nameof(Target)));
        if (options.DataType is null && !options.Convention.AlwaysDouble)
        {
            options = options with { DataType = prediction.ResolveDataType(DataType.Auto, untyped).ToKernel() };
        }

        Write(CrossEntropy.Measure(prediction.View, targets, options, weights, Cancellation), labels);
    }

    private void Write(LossResult measured, IReadOnlyList<string>? labels)
    {
        CrossEntropyResult result = new(measured, labels);

        // The names as text: an interpolated enum would have its formatter compiled for every first result.
        WriteVerbose(result.Kind.ToString() + ": " + result.KindReason + ". Convention " + result.Convention + ", " + result.DataType.ToString() + ".");
        foreach (Diagnostic found in result.Diagnostics)
        {
            WriteWarning(found.ToString());
        }

        if (!Raw)
        {
            PSObject written = new(result);
            if (Detailed)
            {
                written.TypeNames.Insert(0, DetailedType);
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
