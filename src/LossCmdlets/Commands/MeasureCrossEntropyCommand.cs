using System.Management.Automation;
using LossCmdlets.Input;
using LossCmdlets.Input.Files;
using LossCmdlets.Input.Records;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Sources.Columns;
using LossKernels.Sources.Text;

namespace LossCmdlets.Commands;

/// <summary>Measures the cross-entropy between targets and predictions.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CrossEntropy", DefaultParameterSetName = ArraySet, SupportsShouldProcess = true)]
[OutputType(typeof(CrossEntropyResult))]
[OutputType(typeof(double), typeof(float), typeof(Tensor))]
public sealed class MeasureCrossEntropyCommand : CrossEntropyCommand
{
    private const string ArraySet = "Array";
    private const string RecordSet = "Record";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string PathPairSet = "PathPair";
    private const string LiteralPathPairSet = "LiteralPathPair";

    private CrossEntropyOptions _options = new();
    private ClassLabels _labels = new();
    private InputMeasurement? _input;
    private Action? _add;

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

    /// <summary>CSV files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>CSV files, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The column, or columns, that hold the target: names, wildcards, or positions from zero.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    [SupportsWildcards]
    public object[] TargetColumn { get; set; } = [];

    /// <summary>The columns that hold the predictions, in the order of the classes.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    [SupportsWildcards]
    public object[] PredictionColumn { get; set; } = [];

    /// <summary>The column that holds the sample's weight.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    public object? WeightColumn { get; set; }

    /// <summary>What stands between two cells.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public char Delimiter { get; set; }

    /// <summary>Files of targets: npy, npz or safetensors.</summary>
    [Parameter(ParameterSetName = PathPairSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] TargetPath { get; set; } = [];

    /// <summary>Files of predictions, file by file those of the targets.</summary>
    [Parameter(ParameterSetName = PathPairSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] PredictionPath { get; set; } = [];

    /// <summary>Files of weights, file by file those of the targets.</summary>
    [Parameter(ParameterSetName = PathPairSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? WeightPath { get; set; }

    /// <summary>Files of targets, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathPairSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] TargetLiteralPath { get; set; } = [];

    /// <summary>Files of predictions, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathPairSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] PredictionLiteralPath { get; set; } = [];

    /// <summary>Files of weights, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathPairSet)]
    [ValidateNotNullOrEmpty]
    public string[]? WeightLiteralPath { get; set; }

    /// <summary>The name of the targets in files that hold several tensors.</summary>
    [Parameter(ParameterSetName = PathPairSet)]
    [Parameter(ParameterSetName = LiteralPathPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TensorKeyCompleter))]
    public string? TargetKey { get; set; }

    /// <summary>The name of the predictions in files that hold several tensors.</summary>
    [Parameter(ParameterSetName = PathPairSet)]
    [Parameter(ParameterSetName = LiteralPathPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TensorKeyCompleter))]
    public string? PredictionKey { get; set; }

    /// <summary>The name of the weights in files that hold several tensors.</summary>
    [Parameter(ParameterSetName = PathPairSet)]
    [Parameter(ParameterSetName = LiteralPathPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TensorKeyCompleter))]
    public string? WeightKey { get; set; }

    /// <summary>A result for each file.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = PathPairSet)]
    [Parameter(ParameterSetName = LiteralPathPairSet)]
    public SwitchParameter PerFile { get; set; }

    /// <summary>The property or column by whose values the samples are grouped.</summary>
    [Parameter(ParameterSetName = RecordSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public object? GroupBy { get; set; }

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

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            CheckSwitches();
            _options = ReadOptions() with { Gradient = Gradient, Detailed = Detailed };
            if (OutputPath is not null)
            {
                string path = new FilePaths(SessionState.Path).ResolveLiteral(OutputPath);
                if (!Force && File.Exists(path))
                {
                    throw LossErrors.FileExists(path);
                }

                _options = ShouldProcess(path, "Write the losses") ? _options with { OutputPath = path, Overwrite = Force } : _options;
            }

            _labels = ReadClassLabels();

            // Between the sets that take paths from the pipeline, the first path decides.
            _input = ParameterSetName is ArraySet or RecordSet ? CreateInput() : null;
        },
        null);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _add ??= AddPiped;
        Attempt(_add, ParameterSetName == RecordSet ? InputObject : Prediction);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(
        () =>
        {
            _input ??= CreateInput();
            foreach (Measured result in _input.Complete())
            {
                Write(result);
            }
        },
        Target);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input?.Dispose();
        }

        base.Dispose(disposing);
    }

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

        if (PerFile && GroupBy is not null)
        {
            throw LossErrors.OptionNotSupported(
                "-PerFile gives a result for each file, and -GroupBy for each group of rows.",
                "Give one of the two, or measure file by file with -GroupBy.");
        }

        if (Gradient && ParameterSetName is not (ArraySet or RecordSet))
        {
            throw LossErrors.OptionNotSupported(
                "The derivatives of the predictions in a file would be as many as they are.",
                "Measure an array: Import-Tensor reads one.");
        }
    }

    private void AddPiped()
    {
        _input ??= CreateInput();
        _input.Add(ParameterSetName switch
        {
            ArraySet => Prediction,
            RecordSet => InputObject,
            PathSet => Path,
            LiteralPathSet => LiteralPath,
            _ => null,
        });
    }

    private InputMeasurement CreateInput()
    {
        FilePaths paths = new(SessionState.Path);
        switch (ParameterSetName)
        {
            case RecordSet:
                ColumnRequest properties = new(
                    Array.ConvertAll(TargetProperty, name => new ColumnPattern(name)),
                    Array.ConvertAll(PredictionProperty, name => new ColumnPattern(name)),
                    WeightProperty is null ? (ColumnPattern?)null : new ColumnPattern(WeightProperty),
                    ColumnOption.Read(nameof(GroupBy), GroupBy, Reader));
                return new RecordMeasurement(PowerShellValues.Instance, PowerShellProperties.Instance, _options, properties, _labels, Report);
            case PathPairSet:
                return Pair(
                    [.. TargetPath.SelectMany(paths.Resolve)], [.. PredictionPath.SelectMany(paths.Resolve)], WeightPath?.SelectMany(paths.Resolve).ToArray());
            case LiteralPathPairSet:
                return Pair(
                    Array.ConvertAll(TargetLiteralPath, paths.ResolveLiteral),
                    Array.ConvertAll(PredictionLiteralPath, paths.ResolveLiteral),
                    WeightLiteralPath is null ? null : Array.ConvertAll(WeightLiteralPath, paths.ResolveLiteral));
            case ArraySet:
                bool isPiped = MyInvocation.ExpectingInput && !IsBound(nameof(Prediction));
                return new ArrayMeasurement(
                    Reader, Target, isPiped ? null : new GivenValue(Prediction), IsBound(nameof(SampleWeight)) ? new GivenValue(SampleWeight) : null, _options, _labels, Cancellation);
            default:
                ColumnRequest columns = new(
                    ColumnOption.ReadAll(nameof(TargetColumn), TargetColumn, Reader),
                    ColumnOption.ReadAll(nameof(PredictionColumn), PredictionColumn, Reader),
                    ColumnOption.Read(nameof(WeightColumn), WeightColumn, Reader),
                    ColumnOption.Read(nameof(GroupBy), GroupBy, Reader));
                CsvFormat format = new() { Delimiter = IsBound(nameof(Delimiter)) ? Delimiter : null };
                return new TableFiles(
                    _options, columns, _labels, format, ParameterSetName == PathSet ? paths.Resolve : path => [paths.ResolveLiteral(path)], PerFile, DoBeside, ReportFile);
        }
    }

    private TensorFiles Pair(string[] targets, string[] predictions, string[]? weights) => new(
        _options,
        _labels,
        new TensorPaths(targets, TargetKey),
        new TensorPaths(predictions, PredictionKey),
        weights is null ? null : new TensorPaths(weights, WeightKey),
        PerFile,
        DoBeside,
        ReportFile);

    private void ReportFile(LossException failure) => Report(failure, null);

    private void Write(Measured measured)
    {
        CrossEntropyResult result = new(measured.Loss, measured.Labels, measured.Group);

        // The names as text: an interpolated enum would have its formatter compiled for every first result.
        WriteVerbose(result.Kind.ToString() + ": " + result.KindReason + ". Convention " + result.Convention + ", " + result.DataType.ToString() + ".");
        foreach (Diagnostic found in result.Diagnostics)
        {
            WriteWarning(measured.Group is null ? found.ToString() : $"{Scalar.ToLabel(measured.Group)}: {found}");
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
