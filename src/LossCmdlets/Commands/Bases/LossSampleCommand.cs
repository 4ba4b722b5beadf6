using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossKernels;

namespace LossCmdlets.Commands.Bases;

/// <summary>What the cmdlets that take targets and predictions share: the parameters for what these stand in.</summary>
public abstract class LossSampleCommand : LossOptionCommand
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

    /// <summary>What is right: class numbers or labels, or a value for each prediction.</summary>
    [Parameter(ParameterSetName = ArraySet, Mandatory = true, Position = 0, HelpMessage = TargetHelp)]
    [Alias("YTrue")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public virtual object? Target { get; set => field = Enter(InputWay.Arrays, value); }

    /// <summary>What was predicted: probabilities, or logits with -FromLogits.</summary>
    [Parameter(ParameterSetName = ArraySet, Mandatory = true, Position = 1, ValueFromPipeline = true, HelpMessage = PredictionHelp)]
    [Alias("YPred")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public virtual object? Prediction { get; set => field = Enter(InputWay.Arrays, value); }

    /// <summary>Records, each of them a sample.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Records, each of them a sample.")]
    [AllowNull]
    [NoFiles]
    public object? InputObject { get; set => field = Enter(InputWay.Records, value); }

    /// <summary>The property, or properties, that hold the target.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, HelpMessage = "The property, or properties, that hold the target.")]
    [NotEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    [SupportsWildcards]
    public string[] TargetProperty { get; set => field = Enter(InputWay.Records, value); } = [];

    /// <summary>The properties that hold the predictions, in the order of the classes.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, HelpMessage = "The properties that hold the predictions, in the order of the classes.")]
    [NotEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    [SupportsWildcards]
    public string[] PredictionProperty { get; set => field = Enter(InputWay.Records, value); } = [];

    /// <summary>The property that holds the sample's weight.</summary>
    [Parameter]
    [BelongsTo(RecordSet)]
    [NotEmpty]
    [ArgumentCompleter(typeof(PropertyNameCompleter))]
    [OneValue(nameof(WeightProperty), MayHaveCommas = true)]
    public string? WeightProperty { get; set; }

    /// <summary>CSV files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipeline = true, HelpMessage = "CSV files; wildcards are allowed.")]
    [NotEmpty]
    [SupportsWildcards]
    public string[] Path { get; set => field = Enter(InputWay.Tables, value); } = [];

    /// <summary>CSV files, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage = "CSV files, named as they are.")]
    [Alias("PSPath", "LP")]
    [NotEmpty]
    public string[] LiteralPath { get; set => field = Enter(InputWay.Tables, value); } = [];

    /// <summary>The column, or columns, that hold the target: names, wildcards, or positions from zero.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, HelpMessage = TargetColumnHelp)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, HelpMessage = TargetColumnHelp)]
    [NotEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    [SupportsWildcards]
    public object[] TargetColumn { get; set => field = Enter(InputWay.Tables, value); } = [];

    /// <summary>The columns that hold the predictions, in the order of the classes.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, HelpMessage = PredictionColumnHelp)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, HelpMessage = PredictionColumnHelp)]
    [NotEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    [SupportsWildcards]
    public object[] PredictionColumn { get; set => field = Enter(InputWay.Tables, value); } = [];

    /// <summary>The column that holds the sample's weight.</summary>
    [Parameter]
    [BelongsTo(PathSet, LiteralPathSet)]
    [NotEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    public object? WeightColumn { get; set; }

    /// <summary>What stands between two cells.</summary>
    [Parameter]
    [BelongsTo(PathSet, LiteralPathSet)]
    [ArgumentCompleter(typeof(DelimiterCompleter))]
    [Delimiter]
    public char Delimiter { get; set; }

    /// <summary>Files of targets: npy, npz or safetensors.</summary>
    [Parameter(ParameterSetName = PathPairSet, Mandatory = true, HelpMessage = "Files of targets: npy, npz or safetensors.")]
    [NotEmpty]
    [SupportsWildcards]
    public string[] TargetPath { get; set => field = Enter(InputWay.Tensors, value); } = [];

    /// <summary>Files of predictions, file by file those of the targets.</summary>
    [Parameter(ParameterSetName = PathPairSet, Mandatory = true, HelpMessage = "Files of predictions, file by file those of the targets.")]
    [NotEmpty]
    [SupportsWildcards]
    public string[] PredictionPath { get; set => field = Enter(InputWay.Tensors, value); } = [];

    /// <summary>Files of weights, file by file those of the targets.</summary>
    [Parameter]
    [BelongsTo(PathPairSet)]
    [NotEmpty]
    [SupportsWildcards]
    public string[]? WeightPath { get; set; }

    /// <summary>Files of targets, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathPairSet, Mandatory = true, HelpMessage = "Files of targets, named as they are.")]
    [NotEmpty]
    public string[] TargetLiteralPath { get; set => field = Enter(InputWay.LiteralTensors, value); } = [];

    /// <summary>Files of predictions, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathPairSet, Mandatory = true, HelpMessage = "Files of predictions, named as they are.")]
    [NotEmpty]
    public string[] PredictionLiteralPath { get; set => field = Enter(InputWay.LiteralTensors, value); } = [];

    /// <summary>Files of weights, named as they are.</summary>
    [Parameter]
    [BelongsTo(LiteralPathPairSet)]
    [NotEmpty]
    public string[]? WeightLiteralPath { get; set; }

    /// <summary>The name of the targets in files that hold several tensors.</summary>
    [Parameter]
    [BelongsTo(PathPairSet, LiteralPathPairSet)]
    [NotEmpty]
    [ArgumentCompleter(typeof(TensorKeyCompleter))]
    [OneValue(nameof(TargetKey), MayHaveCommas = true)]
    public string? TargetKey { get; set; }

    /// <summary>The name of the predictions in files that hold several tensors.</summary>
    [Parameter]
    [BelongsTo(PathPairSet, LiteralPathPairSet)]
    [NotEmpty]
    [ArgumentCompleter(typeof(TensorKeyCompleter))]
    [OneValue(nameof(PredictionKey), MayHaveCommas = true)]
    public string? PredictionKey { get; set; }

    /// <summary>The name of the weights in files that hold several tensors.</summary>
    [Parameter]
    [BelongsTo(PathPairSet, LiteralPathPairSet)]
    [NotEmpty]
    [ArgumentCompleter(typeof(TensorKeyCompleter))]
    [OneValue(nameof(WeightKey), MayHaveCommas = true)]
    public string? WeightKey { get; set; }

    /// <summary>A result for each file.</summary>
    [Parameter]
    [BelongsTo(PathSet, LiteralPathSet, PathPairSet, LiteralPathPairSet)]
    public SwitchParameter PerFile { get; set; }

    /// <summary>The property or column by whose values the samples are grouped.</summary>
    [Parameter]
    [BelongsTo(RecordSet, PathSet, LiteralPathSet)]
    [NotEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public object? GroupBy { get; set; }

    /// <summary>Weights of the samples.</summary>
    [Parameter]
    [BelongsTo(ArraySet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public object? SampleWeight { get; set; }

    /// <summary>The parameter that asks for several results, or null.</summary>
    private protected string? Several => PerFile && HasMeaning(nameof(PerFile)) ? nameof(PerFile) : GroupBy is not null && HasMeaning(nameof(GroupBy)) ? nameof(GroupBy) : null;

    /// <summary>
    /// Whether the parameter set is known before something is piped: between the sets that take paths from the pipeline, the first path decides. What the
    /// engine says until then is no name of a set, or an empty one.
    /// </summary>
    private protected bool IsSetKnown => ParameterSetName is ArraySet or RecordSet or PathPairSet or LiteralPathPairSet;

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

    private InputWay Way => ParameterSetName switch
    {
        ArraySet => InputWay.Arrays,
        RecordSet => InputWay.Records,
        PathPairSet => InputWay.Tensors,
        LiteralPathPairSet => InputWay.LiteralTensors,
        _ => InputWay.Tables,
    };

    /// <summary>Refuses parameters that mean nothing of the samples that are given, or beside each other.</summary>
    /// <exception cref="LossException">OptionNotSupported.</exception>
    private protected void CheckPlaces()
    {
        if (MyInvocation.BoundParameters.Keys.FirstOrDefault(IsMisplaced) is string misplaced)
        {
            throw MisplacedOption.Failure(misplaced, Way);
        }

        if (Several == nameof(PerFile) && GroupBy is not null && HasMeaning(nameof(GroupBy)))
        {
            throw LossErrors.OptionNotSupported(
                "-PerFile gives a result for each file, and -GroupBy for each group of rows.",
                "Give one of the two, or measure file by file with -GroupBy.");
        }

        if (WeightPath is null && WeightLiteralPath is null && HasMeaning(nameof(WeightKey)) && IsTyped(nameof(WeightKey)))
        {
            throw LossErrors.OptionNotSupported(
                $"-{nameof(WeightKey)} names the weights in files of several tensors, and no files of weights are given.",
                $"Give them with -{Way.Weight}: the files of the targets once more, where these hold the weights too.");
        }
    }

    private bool IsMisplaced(string parameter) => !HasMeaning(parameter) && IsAsked(parameter);

    // Between the sets that take paths from the pipeline a path that is yet to come decides, and what means something with one does so with the other.
    private bool HasMeaning(string parameter) =>
        typeof(LossSampleCommand).GetProperty(parameter)?.GetCustomAttribute<BelongsToAttribute>()?.Sets.Contains(IsSetKnown ? ParameterSetName : PathSet) != false;

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
}
