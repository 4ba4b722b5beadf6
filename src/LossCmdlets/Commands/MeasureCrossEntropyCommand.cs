using System.Management.Automation;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using KernelReduction = LossKernels.Semantics.Reduction;
using Reduction = LossCmdlets.Output.Reduction;

namespace LossCmdlets.Commands;

/// <summary>Measures the cross-entropy between targets and predictions.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CrossEntropy", DefaultParameterSetName = ArraySet)]
[OutputType(typeof(CrossEntropyResult))]
[OutputType(typeof(double), typeof(float), typeof(Tensor))]
public sealed class MeasureCrossEntropyCommand : LossCommand
{
    private const string ArraySet = "Array";
    private const string RecordSet = "Record";

    private NumberCollector? _piped;
    private RecordMeasurement? _records;
    private CrossEntropyOptions _options = new();

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

    /// <summary>The kind of cross-entropy.</summary>
    [Parameter]
    public Kind Kind { get; set; }

    /// <summary>The predictions are logits.</summary>
    [Parameter]
    public SwitchParameter FromLogits { get; set; }

    /// <summary>Whose formula.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConventionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Convention { get; set; } = Conventions.TensorFlow.Name;

    /// <summary>What becomes of the losses.</summary>
    [Parameter]
    public Reduction Reduction { get; set; }

    /// <summary>The labels in the order of the prediction columns.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Class { get; set; }

    /// <summary>The class axis of the predictions.</summary>
    [Parameter]
    public int Axis { get; set; } = -1;

    /// <summary>The clip bound.</summary>
    [Parameter]
    public double Epsilon { get; set; }

    /// <summary>The precision of the inputs and bounds.</summary>
    [Parameter]
    public DataType DataType { get; set; }

    /// <summary>The most threads to use.</summary>
    [Parameter]
    public int ThrottleLimit { get; set; }

    /// <summary>Writes the number, or the numbers, alone.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            _options = new CrossEntropyOptions
            {
                Kind = Enum.Parse<LossKind>(Kind.ToString()),
                Form = FromLogits ? InputForm.Logit : InputForm.Probability,
                Convention = Conventions.Find(Convention),
                Reduction = Enum.Parse<KernelReduction>(Reduction.ToString()),
                Axis = IsBound(nameof(Axis)) ? Axis : null,
                Epsilon = IsBound(nameof(Epsilon)) ? Epsilon : null,
                DataType = DataType == DataType.Auto ? null : Enum.Parse<ElementType>(DataType.ToString()),
                ThrottleLimit = ThrottleLimit,
            };
            if (ParameterSetName == RecordSet)
            {
                _records = new RecordMeasurement(Reader, _options, TargetProperty, PredictionProperty, WeightProperty, Class, Report);
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
        () => Write(_records is not null ? _records.Complete() : MeasureArrays()),
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

    private LossResult MeasureArrays()
    {
        InputArray prediction = _piped is not null ? _piped.Finish() : Reader.ReadNumbers(Prediction, nameof(Prediction));
        InputArray target = Reader.ReadTargets(Target, nameof(Target));
        TensorView? weights = IsBound(nameof(SampleWeight)) ? Reader.ReadNumbers(SampleWeight, nameof(SampleWeight)).View : null;
        DataType untyped = Enum.Parse<DataType>(_options.Convention.UntypedDataType.ToString());
        CrossEntropyOptions options = _options with
        {
            DataType = _options.DataType ?? (_options.Convention.AlwaysDouble ? null : Enum.Parse<ElementType>(prediction.ResolveDataType(DataType.Auto, untyped).ToString())),
        };
        return CrossEntropy.Measure(
            prediction.View,
            TargetLabels.Encode(target, prediction, Class, options, () => Reader.ReadLabels(Target, nameof(Target))),
            options,
            weights,
            Cancellation);
    }

    private void Write(LossResult measured)
    {
        CrossEntropyResult result = new(measured);
        WriteVerbose($"{result.Kind}: {result.KindReason}. Convention {result.Convention}, {result.DataType}.");
        foreach (Diagnostic found in result.Diagnostics)
        {
            WriteWarning(found.ToString());
        }

        if (!Raw)
        {
            WriteObject(result);
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

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
