using System.Management.Automation;
using System.Runtime.CompilerServices;
using LossCmdlets.Completion;
using LossCmdlets.Input;
using LossCmdlets.Input.Files;
using LossCmdlets.Input.Records;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Progress;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Columns;
using LossKernels.Sources.Text;

namespace LossCmdlets.Commands.Bases;

/// <summary>What the cmdlets that take targets and predictions share: the ways in.</summary>
public abstract class LossInputCommand : LossOptionCommand
{
    private protected const string ArraySet = "Array";
    private protected const string RecordSet = "Record";
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string PathPairSet = "PathPair";
    private protected const string LiteralPathPairSet = "LiteralPathPair";

    private protected const string TargetHelp = "What is right: class numbers, labels, or a value for each prediction. " + OtherWaysIn;
    private protected const string PredictionHelp = "What was predicted: a number, or rows of numbers. " + OtherWaysIn;

    private const string TargetColumnHelp = "The column, or columns, that hold the target: names, wildcards, or positions from zero.";

    private const string PredictionColumnHelp = "The columns that hold the predictions, in the order of the classes.";

    private const string OtherWaysIn =
        "Of CSV files give -Path, -TargetColumn and -PredictionColumn, of npy, npz and safetensors files -TargetPath and -PredictionPath, of records -TargetProperty and -PredictionProperty.";

    private (InputWay? Way, string By) _entered = (null, "");
    private LossException? _firstSkipped;
    private Func<InputMeasurement>? _createInput;
    private InputMeasurement? _input;
    private Action? _add;

    /// <summary>What is right: class numbers or labels, or a value for each prediction.</summary>
    [Parameter(ParameterSetName = ArraySet, Mandatory = true, Position = 0, HelpMessage = TargetHelp)]
    [Alias("YTrue")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public virtual object? Target { get; set => field = Enter(InputWay.Arrays, value); }

    /// <summary>What was predicted: probabilities, or logits with -FromLogits.</summary>
    [Parameter(ParameterSetName = ArraySet, Mandatory = true, Position = 1, ValueFromPipeline = true, HelpMessage = PredictionHelp)]
    [Alias("YPred")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public virtual object? Prediction { get; set => field = Enter(InputWay.Arrays, value); }

    /// <summary>Records, each of them a sample.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Records, each of them a sample.")]
    [AllowNull]
    public object? InputObject { get; set => field = Enter(InputWay.Records, value); }

    /// <summary>The property, or properties, that hold the target.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, HelpMessage = "The property, or properties, that hold the target.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    [SupportsWildcards]
    public string[] TargetProperty { get; set => field = Enter(InputWay.Records, value); } = [];

    /// <summary>The properties that hold the predictions, in the order of the classes.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, HelpMessage = "The properties that hold the predictions, in the order of the classes.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    [SupportsWildcards]
    public string[] PredictionProperty { get; set => field = Enter(InputWay.Records, value); } = [];

    /// <summary>The property that holds the sample's weight.</summary>
    [Parameter]
    [BelongsTo(RecordSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    public string? WeightProperty { get; set; }

    /// <summary>CSV files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipeline = true, HelpMessage = "CSV files; wildcards are allowed.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set => field = Enter(InputWay.Tables, value); } = [];

    /// <summary>CSV files, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage = "CSV files, named as they are.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set => field = Enter(InputWay.Tables, value); } = [];

    /// <summary>The column, or columns, that hold the target: names, wildcards, or positions from zero.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, HelpMessage = TargetColumnHelp)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, HelpMessage = TargetColumnHelp)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    [SupportsWildcards]
    public object[] TargetColumn { get; set => field = Enter(InputWay.Tables, value); } = [];

    /// <summary>The columns that hold the predictions, in the order of the classes.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, HelpMessage = PredictionColumnHelp)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, HelpMessage = PredictionColumnHelp)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    [SupportsWildcards]
    public object[] PredictionColumn { get; set => field = Enter(InputWay.Tables, value); } = [];

    /// <summary>The column that holds the sample's weight.</summary>
    [Parameter]
    [BelongsTo(PathSet, LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    public object? WeightColumn { get; set; }

    /// <summary>What stands between two cells.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public char Delimiter { get; set; }

    /// <summary>Files of targets: npy, npz or safetensors.</summary>
    [Parameter(ParameterSetName = PathPairSet, Mandatory = true, HelpMessage = "Files of targets: npy, npz or safetensors.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] TargetPath { get; set => field = Enter(InputWay.Tensors, value); } = [];

    /// <summary>Files of predictions, file by file those of the targets.</summary>
    [Parameter(ParameterSetName = PathPairSet, Mandatory = true, HelpMessage = "Files of predictions, file by file those of the targets.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] PredictionPath { get; set => field = Enter(InputWay.Tensors, value); } = [];

    /// <summary>Files of weights, file by file those of the targets.</summary>
    [Parameter]
    [BelongsTo(PathPairSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? WeightPath { get; set; }

    /// <summary>Files of targets, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathPairSet, Mandatory = true, HelpMessage = "Files of targets, named as they are.")]
    [ValidateNotNullOrEmpty]
    public string[] TargetLiteralPath { get; set => field = Enter(InputWay.LiteralTensors, value); } = [];

    /// <summary>Files of predictions, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathPairSet, Mandatory = true, HelpMessage = "Files of predictions, named as they are.")]
    [ValidateNotNullOrEmpty]
    public string[] PredictionLiteralPath { get; set => field = Enter(InputWay.LiteralTensors, value); } = [];

    /// <summary>Files of weights, named as they are.</summary>
    [Parameter]
    [BelongsTo(LiteralPathPairSet)]
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
    [Parameter]
    [BelongsTo(PathSet, LiteralPathSet, PathPairSet, LiteralPathPairSet)]
    public SwitchParameter PerFile { get; set; }

    /// <summary>The property or column by whose values the samples are grouped.</summary>
    [Parameter]
    [BelongsTo(RecordSet, PathSet, LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public object? GroupBy { get; set; }

    /// <summary>Weights of the samples.</summary>
    [Parameter]
    [BelongsTo(ArraySet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? SampleWeight { get; set; }

    /// <summary>The parameter that asks for several results, or null.</summary>
    private protected string? Several => PerFile && HasFiles ? nameof(PerFile) : GroupBy is not null && HasColumns ? nameof(GroupBy) : null;

    /// <summary>Whether the parameter set is known before something is piped: between the sets that take paths from the pipeline, the first path decides.</summary>
    private protected bool IsSetKnown => ParameterSetName is not (PathSet or LiteralPathSet or ParameterAttribute.AllParameterSets);

    /// <summary>What is worked on, for errors that name nothing else.</summary>
    private protected object? Piped => ParameterSetName == RecordSet ? InputObject : Prediction;

    /// <summary>What came through the pipeline last.</summary>
    private protected object? Incoming => ParameterSetName switch
    {
        ArraySet => Prediction,
        RecordSet => InputObject,
        PathSet => Path,
        LiteralPathSet => LiteralPath,
        _ => null,
    };

    /// <summary>The measurement of what comes in, or will come, by the parameters.</summary>
    /// <param name="options">What to compute.</param>
    /// <param name="labels">What is said of classes by their labels.</param>
    /// <exception cref="LossException">A parameter is not what it must be, or a path leads nowhere.</exception>
    private protected InputMeasurement CreateInput(LossOptions options, ClassLabels labels)
    {
        CheckPlaces();
        FilePaths paths = new(SessionState.Path);
        return ParameterSetName switch
        {
            ArraySet => Arrays(options, labels),
            RecordSet => Records(options, labels),
            PathPairSet => Pair(
                options,
                labels,
                [.. TargetPath.SelectMany(paths.Resolve)],
                [.. PredictionPath.SelectMany(paths.Resolve)],
                WeightPath?.SelectMany(paths.Resolve).ToArray()),
            LiteralPathPairSet => Pair(
                options,
                labels,
                Array.ConvertAll(TargetLiteralPath, paths.ResolveLiteral),
                Array.ConvertAll(PredictionLiteralPath, paths.ResolveLiteral),
                WeightLiteralPath is null ? null : Array.ConvertAll(WeightLiteralPath, paths.ResolveLiteral)),
            PathSet => Tables(options, labels, paths.Resolve),
            _ => Tables(options, labels, path => [paths.ResolveLiteral(path)]),
        };
    }

    private InputWay Way => ParameterSetName switch
    {
        ArraySet => InputWay.Arrays,
        RecordSet => InputWay.Records,
        PathPairSet => InputWay.Tensors,
        LiteralPathPairSet => InputWay.LiteralTensors,
        _ => InputWay.Tables,
    };

    private bool HasFiles => ParameterSetName is not (ArraySet or RecordSet);

    private bool HasColumns => ParameterSetName is not (ArraySet or PathPairSet or LiteralPathPairSet);

    // Weights, files and groups are those of the samples.
    private void CheckPlaces()
    {
        InputWay own = Way;
        if (InputWay.All.FirstOrDefault(way => way != own && IsTyped(way.Weight)) is { } other)
        {
            throw LossErrors.OptionNotSupported(
                $"-{other.Weight} has the weights of {other.Samples}; those of {own.Samples} stand in {own.Place} beside them.", $"Give {own.Place} of weights with -{own.Weight}.");
        }

        if (PerFile && !HasFiles && IsTyped(nameof(PerFile)))
        {
            throw LossErrors.OptionNotSupported(
                $"-{nameof(PerFile)} gives a result for each file, and {own.Samples} are in none.",
                $"Leave out -{nameof(PerFile)}; records are told apart by -{nameof(GroupBy)}.");
        }

        if (!HasColumns && IsTyped(nameof(GroupBy)))
        {
            throw LossErrors.OptionNotSupported(
                $"-{nameof(GroupBy)} names a property of records or a column of CSV files, and {own.Samples} have neither.",
                $"Leave out -{nameof(GroupBy)}, or give the samples as records, with -{nameof(TargetProperty)} and -{nameof(PredictionProperty)}.");
        }
    }

    // The engine binds all that is named before it says that it finds no set of parameters: what is set then can say what is wrong. It shows the message alone.
    private T Enter<T>(InputWay way, T value, [CallerMemberName] string parameter = "")
    {
        if (_entered.Way is { } first && first != way)
        {
            string remedy = $"Of {first.Samples} give -{first.Target} and -{first.Prediction}, of {way.Samples} -{way.Target} and -{way.Prediction}.";
            throw LossErrors.OptionNotSupported($"-{_entered.By} is for {first.Samples}, and -{parameter} for {way.Samples}. {remedy}", remedy);
        }

        _entered = (way, parameter);
        return value;
    }

    /// <summary>Begins the one measurement that what is piped is given to.</summary>
    /// <exception cref="LossException">A parameter is not what it must be, or a path leads nowhere.</exception>
    private protected void BeginInput(LossOptions options, ClassLabels labels)
    {
        if (PerFile && HasFiles && GroupBy is not null && HasColumns)
        {
            throw LossErrors.OptionNotSupported(
                "-PerFile gives a result for each file, and -GroupBy for each group of rows.",
                "Give one of the two, or measure file by file with -GroupBy.");
        }

        _createInput = () => CreateInput(options, labels);
        _input = IsSetKnown ? _createInput() : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _add ??= () => (_input ??= _createInput!()).Add(Incoming);
        Attempt(_add, Piped);
    }

    /// <inheritdoc/>
    private protected override LossException Explain(LossException failure) =>
        FileInPlaceOfNumbers(failure) is string file ? LossErrors.OfFile(failure, TensorFile.IsNamed(file))
        : failure.Id == nameof(LossErrors.EmptyInput) && _firstSkipped is not null ? LossErrors.OfSkipped(failure, _firstSkipped)
        : failure;

    /// <inheritdoc/>
    private protected override void Report(LossException failure, object? target)
    {
        _firstSkipped ??= failure;
        base.Report(failure, target);
    }

    /// <summary>Ends the measurement that was begun.</summary>
    /// <exception cref="LossException">There is no result.</exception>
    private protected IEnumerable<Measured> CompleteInput() => (_input ??= _createInput!()).Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input?.Dispose();
        }

        base.Dispose(disposing);
    }

    // A label may be called as a file is: only what is neither number nor label is taken for the name of one.
    private string? FileInPlaceOfNumbers(LossException failure) =>
        ParameterSetName == ArraySet && failure.Id is nameof(LossErrors.NonNumericValue) or nameof(LossErrors.ClassOrderUnknown)
            ? FileOf(failure.Offender) ?? FileOf(Prediction) ?? FileOf(Target)
            : null;

    private string? FileOf(object? value) => Reader.Unwrap(value) switch
    {
        string text => new FilePaths(SessionState.Path).FindFile(text),
        FileInfo file => file.FullName,
        _ => null,
    };

    private ArrayMeasurement Arrays(LossOptions options, ClassLabels labels)
    {
        bool isPiped = MyInvocation.ExpectingInput && !IsBound(nameof(Prediction));
        if (MyInvocation.ExpectingInput && !isPiped)
        {
            // What is piped as well has nowhere to go, and the engine would say so of each record before it is seen that names stand in the place of numbers.
            Reader.ReadNumbers(Prediction, nameof(Prediction));
        }

        return new ArrayMeasurement(
            Reader, Target, isPiped ? null : new GivenValue(Prediction), IsBound(nameof(SampleWeight)) ? new GivenValue(SampleWeight) : null, options, labels, Cancellation);
    }

    private RecordMeasurement Records(LossOptions options, ClassLabels labels)
    {
        ColumnRequest properties = new(
            Array.ConvertAll(TargetProperty, name => new ColumnPattern(name)),
            Array.ConvertAll(PredictionProperty, name => new ColumnPattern(name)),
            WeightProperty is null ? null : new ColumnPattern(WeightProperty),
            ColumnOption.Read(nameof(GroupBy), GroupBy, Reader));
        return new RecordMeasurement(PowerShellValues.Instance, PowerShellProperties.Instance, options, properties, labels, Report);
    }

    private TableFiles Tables(LossOptions options, ClassLabels labels, Func<string, IReadOnlyList<string>> resolve)
    {
        ColumnRequest columns = new(
            ColumnOption.ReadAll(nameof(TargetColumn), TargetColumn, Reader),
            ColumnOption.ReadAll(nameof(PredictionColumn), PredictionColumn, Reader),
            ColumnOption.Read(nameof(WeightColumn), WeightColumn, Reader),
            ColumnOption.Read(nameof(GroupBy), GroupBy, Reader));
        return new TableFiles(options, columns, labels, new CsvFormat { Delimiter = Given(Delimiter) }, resolve, PerFile, MeasureBeside, ReportFile);
    }

    private TensorFiles Pair(LossOptions options, ClassLabels labels, string[] targets, string[] predictions, string[]? weights) => new(
        options,
        labels,
        new TensorPaths(targets, TargetKey),
        new TensorPaths(predictions, PredictionKey),
        weights is null ? null : new TensorPaths(weights, WeightKey),
        PerFile,
        MeasureBeside,
        ReportFile);

    private IReadOnlyList<Measured> MeasureBeside(Func<MeasureContext, Action<LossException>, IReadOnlyList<Measured>> work) => DoBeside("Measuring the loss", work);

    private void ReportFile(LossException failure) => Report(failure, null);
}
