using System.Management.Automation;
using LossCmdlets.Errors;
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

/// <summary>What the cmdlets that take targets and predictions share: what is measured of what comes in.</summary>
public abstract class LossInputCommand : LossSampleCommand
{
    // What is piped fills one of these, or none where the files of tensors are named.
    private static readonly string[] PlacesOfSamples =
        [nameof(Prediction), nameof(InputObject), nameof(Path), nameof(LiteralPath), nameof(PredictionPath), nameof(PredictionLiteralPath)];

    private readonly FirstSkipped _skipped = new();
    private Func<InputMeasurement>? _createInput;
    private InputMeasurement? _input;
    private Action? _add;

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
                Array.ConvertAll(TargetLiteralPath, paths.FindLiteral),
                Array.ConvertAll(PredictionLiteralPath, paths.FindLiteral),
                WeightLiteralPath is null ? null : Array.ConvertAll(WeightLiteralPath, paths.FindLiteral)),
            PathSet => Tables(options, labels, paths.Resolve),
            _ => Tables(options, labels, path => [paths.FindLiteral(path)]),
        };
    }

    /// <summary>How many samples that cannot be read are told as they come, as long as none can.</summary>
    private protected virtual int ToldUnread => LeadingFailures.Told;

    /// <summary>Begins the one measurement that what is piped is given to.</summary>
    /// <exception cref="LossException">A parameter is not what it must be, or a path leads nowhere.</exception>
    private protected void BeginInput(LossOptions options, ClassLabels labels)
    {
        _createInput = () => CreateInput(options, labels);
        _input = IsSetKnown ? _createInput() : null;
        CheckPiped();
    }

    /// <summary>Refuses what is piped where a parameter has all that is measured.</summary>
    /// <exception cref="LossException">OptionNotSupported.</exception>
    private protected void CheckPiped() => CheckPiped(
        PlacesOfSamples,
        $"records are piped to -{InputWay.Records.Target} and -{InputWay.Records.Prediction}, predictions to -{InputWay.Arrays.Target}, and files to -{InputWay.Tables.Target} and -{InputWay.Tables.Prediction}");

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _add ??= () => (_input ??= _createInput!()).Add(Incoming);
        Attempt(_add, Piped);
    }

    /// <inheritdoc/>
    private protected override LossException Explain(LossException failure) =>
        FileInPlaceOfNumbers(failure) is string file ? PromptErrors.OfFile(failure, TensorFile.IsNamed(file)) : _skipped.Explain(failure);

    /// <inheritdoc/>
    private protected override void Report(LossException failure, object? target)
    {
        _skipped.Note(failure);
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
        return new RecordMeasurement(PowerShellValues.Instance, PowerShellProperties.Instance, options, properties, labels, Report, ToldUnread);
    }

    private TableFiles Tables(LossOptions options, ClassLabels labels, Func<string, IReadOnlyList<string>> resolve)
    {
        ColumnRequest columns = new(
            ColumnOption.ReadAll(nameof(TargetColumn), TargetColumn, Reader),
            ColumnOption.ReadAll(nameof(PredictionColumn), PredictionColumn, Reader),
            ColumnOption.Read(nameof(WeightColumn), WeightColumn, Reader),
            ColumnOption.Read(nameof(GroupBy), GroupBy, Reader));
        return new TableFiles(options, columns, labels, new CsvFormat { Delimiter = Given(Delimiter) }, resolve, PerFile, MeasureBeside, ReportFile, ToldUnread);
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
