using LossKernels;
using LossKernels.Measures;
using LossKernels.Sources.Columns;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Measures records one by one: the first decides which properties are read, and one that cannot be read is reported and left out.</summary>
internal sealed class RecordMeasurement(
    ValueReader reader,
    CrossEntropyOptions options,
    string[] targetProperty,
    string[] predictionProperty,
    string? weightProperty,
    ClassLabels given,
    Action<LossException, object?> report) : InputMeasurement
{
    private TargetDecoder? _decoder;
    private CrossEntropyMeter? _meter;
    private long _unread;
    private string? _weight;
    private IReadOnlyList<string> _targets = [];
    private IReadOnlyList<string> _predictions = [];
    private double[] _targetValues = [];
    private double[] _predictionValues = [];

    private long Number => _meter?.Count ?? _unread;

    private string Place => $"record {Number}";

    /// <inheritdoc/>
    public override void Add(object? piped)
    {
        // An array given as an argument is records, not one record.
        System.Collections.IEnumerable records = reader.Unwrap(piped) switch
        {
            System.Data.DataTable table => table.Rows,
            System.Collections.IList list => list,
            _ => new[] { piped },
        };
        foreach (object? record in records)
        {
            AddRecord(record);
        }
    }

    private void AddRecord(object? record)
    {
        if (record is null)
        {
            Skip(LossErrors.NullValue("InputObject", Place), record);
            return;
        }

        if (_meter is null)
        {
            Select(record);
        }

        double? weight;
        try
        {
            for (int i = 0; i < _predictions.Count; i++)
            {
                _predictionValues[i] = reader.ReadNumber(Value(record, _predictions[i]), _predictions[i], Place);
            }

            for (int i = 0; i < _targets.Count; i++)
            {
                _targetValues[i] = ReadTarget(Value(record, _targets[i]), _targets[i]);
            }

            weight = _weight is null ? null : reader.ReadNumber(Value(record, _weight), _weight, Place);
        }
        catch (LossException failure) when (failure.Id != nameof(LossErrors.ClassOrderUnknown))
        {
            Skip(failure, record);
            return;
        }

        _meter!.Add(_predictionValues, _targetValues, weight);
    }

    /// <inheritdoc/>
    public override IEnumerable<GroupResult> Complete() =>
        _meter is null ? throw LossErrors.EmptyInput("Input", _unread) : [new GroupResult(null, _meter.Complete(), _decoder!.Labels)];

    /// <inheritdoc/>
    public override void Dispose() => _meter?.Dispose();

    private void Skip(LossException failure, object? record)
    {
        report(failure, record);
        if (_meter is null)
        {
            _unread++;
        }
        else
        {
            _meter.Skip();
        }
    }

    private void Select(object record)
    {
        ColumnNames available = ColumnNames.OfRecord(
            RecordProperties.Names(record), $"The first record (a {PowerShellValues.Instance.Unwrap(record).GetType().Name})");
        List<int> taken = [.. ColumnSelection.Select(available, Patterns(targetProperty)).Positions];
        _targets = [.. taken.Select(position => available.Names[position])];
        if (weightProperty is not null)
        {
            taken.Add(ColumnSelection.SelectOne(available, weightProperty, "weight"));
            _weight = available.Names[taken[^1]];
        }

        ColumnSelection predictions = ColumnSelection.Select(available, Patterns(predictionProperty), taken);
        if (predictions.Positions.Intersect(taken).Select(position => available.Names[position]).FirstOrDefault() is string both)
        {
            throw LossErrors.OptionNotSupported($"The property '{both}' is named as prediction, and as target or weight.", "Name each property once.");
        }

        _predictions = predictions.Names;
        _targetValues = new double[_targets.Count];
        _predictionValues = new double[_predictions.Count];
        _decoder = new TargetDecoder(given, options, predictions, _targets.Count);
        _meter = new CrossEntropyMeter(_decoder.Options, failure => report(failure, null));
        for (; _unread > 0; _unread--)
        {
            _meter.Skip();
        }
    }

    private static ColumnPattern[] Patterns(string[] texts) => Array.ConvertAll(texts, text => new ColumnPattern(text));

    private object? Value(object record, string name)
    {
        try
        {
            return RecordProperties.TryGet(record, name, out object? value)
                ? value
                : throw LossErrors.PropertyNotFound(name, Place, string.Join(", ", RecordProperties.Names(record)));
        }
        catch (System.Management.Automation.GetValueException failure)
        {
            throw LossErrors.PropertyNotFound(name, Place, failure.InnerException ?? failure);
        }
    }

    private double ReadTarget(object? value, string name)
    {
        object? inner = reader.Unwrap(value);
        bool isText = inner is string { Length: > 0 } text && !NumberText.TryParse(text, out _);
        return isText && _decoder!.TryDecode((string)inner!, Number, out double number)
            ? number
            : _decoder!.Decode(reader.ReadNumber(value, name, Place, allowBoolean: true), Number);
    }
}
