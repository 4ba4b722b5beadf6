using LossKernels;
using LossKernels.Measures;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Measures records one by one: the first decides which properties are read, and one that cannot be read is reported and left out.</summary>
internal sealed class RecordMeasurement
{
    private readonly ValueReader _reader;
    private readonly CrossEntropyMeter _meter;
    private readonly string[] _targetPatterns;
    private readonly string[] _predictionPatterns;
    private readonly string? _weightProperty;
    private readonly Action<LossException, object?> _report;
    private LabelEncoding? _classes;
    private string[]? _classNames;
    private string[] _targets = [];
    private string[] _predictions = [];
    private double[] _targetValues = [];
    private double[] _predictionValues = [];

    /// <summary>Begins.</summary>
    public RecordMeasurement(
        ValueReader reader,
        CrossEntropyOptions options,
        string[] targetProperty,
        string[] predictionProperty,
        string? weightProperty,
        string[]? classes,
        Action<LossException, object?> report)
    {
        _reader = reader;
        _meter = new CrossEntropyMeter(options, failure => report(failure, null));
        _targetPatterns = targetProperty;
        _predictionPatterns = predictionProperty;
        _weightProperty = weightProperty;
        _classes = classes is null ? null : new LabelEncoding(classes);
        _report = report;
    }

    /// <summary>Adds a record.</summary>
    /// <exception cref="LossException">The records do not make a measurement.</exception>
    public void Add(object? record)
    {
        if (record is null)
        {
            Skip(LossErrors.NullValue("InputObject", Place), record);
            return;
        }

        if (_predictions.Length == 0)
        {
            Select(record);
        }

        double? weight;
        try
        {
            for (int i = 0; i < _predictions.Length; i++)
            {
                _predictionValues[i] = _reader.ReadNumber(Value(record, _predictions[i]), _predictions[i], Place);
            }

            for (int i = 0; i < _targets.Length; i++)
            {
                _targetValues[i] = ReadTarget(Value(record, _targets[i]), _targets[i]);
            }

            weight = _weightProperty is null ? null : _reader.ReadNumber(Value(record, _weightProperty), _weightProperty, Place);
        }
        catch (LossException failure) when (failure.Id != nameof(LossErrors.ClassOrderUnknown))
        {
            Skip(failure, record);
            return;
        }

        _meter.Add(_predictionValues, _targetValues, weight);
    }

    /// <summary>The result.</summary>
    public LossResult Complete() => _meter.Complete();

    private string Place => $"record {_meter.Count}";

    private void Skip(LossException failure, object? record)
    {
        _meter.Skip();
        _report(failure, record);
    }

    private void Select(object record)
    {
        IReadOnlyList<string> available = RecordProperties.Names(record);
        string where = $"The first record (a {PowerShellValues.Instance.Unwrap(record).GetType().Name})";
        _targets = PropertySelection.Select(available, _targetPatterns, where).Names;
        string[] taken = _weightProperty is null ? _targets : [.. _targets, .. PropertySelection.Select(available, [_weightProperty], where).Names];
        PropertySelection predictions = PropertySelection.Select(available, _predictionPatterns, where, taken);
        if (predictions.Names.Intersect(taken, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is string both)
        {
            throw LossErrors.OptionNotSupported($"The property '{both}' is named as prediction, and as target or weight.", "Name each property once.");
        }

        _predictions = predictions.Names;
        _classNames = predictions.Class;
        _targetValues = new double[_targets.Length];
        _predictionValues = new double[_predictions.Length];
    }

    private object? Value(object record, string name) => RecordProperties.TryGet(record, name, out object? value)
        ? value
        : throw LossErrors.PropertyNotFound(name, Place, string.Join(", ", RecordProperties.Names(record)));

    private double ReadTarget(object? value, string name)
    {
        object? inner = _reader.Unwrap(value);
        if (_targets.Length == 1 && inner is string text && _classes is null && text.Length > 0 && !NumberText.TryParse(text, out _))
        {
            _classes = _classNames is null ? throw TargetLabels.ClassOrderUnknown([text]) : new LabelEncoding(_classNames);
        }

        if (_classes is null || _targets.Length > 1)
        {
            return _reader.ReadNumber(value, name, Place, allowBoolean: true);
        }

        return inner is string label && label.Length > 0
            ? _classes.Find(label, _meter.Count)
            : _classes.Find(_reader.ReadNumber(value, name, Place, allowBoolean: true), _meter.Count);
    }
}
