using LossKernels;
using LossKernels.Measures;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Measures records one by one: the first decides which properties are read, and one that cannot be read is reported and left out.</summary>
internal sealed class RecordMeasurement
{
    private readonly ValueReader _reader;
    private readonly CrossEntropyOptions _options;
    private readonly ClassOptions _given;
    private readonly IgnoredLabel? _ignored;
    private readonly string[] _targetPatterns;
    private readonly string[] _predictionPatterns;
    private readonly string? _weightPattern;
    private readonly Action<LossException, object?> _report;
    private CrossEntropyMeter _meter;
    private LabelEncoding? _classes;
    private string[]? _classNames;
    private string? _weight;
    private string[] _targets = [];
    private string[] _predictions = [];
    private bool _sawNumber;
    private double[] _targetValues = [];
    private double[] _predictionValues = [];

    /// <summary>Begins.</summary>
    public RecordMeasurement(
        ValueReader reader,
        CrossEntropyOptions options,
        string[] targetProperty,
        string[] predictionProperty,
        string? weightProperty,
        ClassOptions given,
        Action<LossException, object?> report)
    {
        _reader = reader;
        _options = options with { IgnoreClass = given.Ignored?.Mark };
        _given = given;
        _ignored = given.Ignored ?? IgnoredLabel.Of(options.Convention);
        _targetPatterns = targetProperty;
        _predictionPatterns = predictionProperty;
        _weightPattern = weightProperty;
        _classes = given.Class is null ? null : new LabelEncoding(given.Class);
        _report = report;
        _meter = Begin(_options);
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

            weight = _weight is null ? null : _reader.ReadNumber(Value(record, _weight), _weight, Place);
        }
        catch (LossException failure) when (failure.Id != nameof(LossErrors.ClassOrderUnknown))
        {
            Skip(failure, record);
            return;
        }

        _meter.Add(_predictionValues, _targetValues, weight);
    }

    /// <summary>The labels of the classes, where they are known.</summary>
    public IReadOnlyList<string>? Labels => _classes?.Classes ?? _classNames;

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
        _weight = _weightPattern is null ? null : SelectWeight(available, _weightPattern, where);
        string[] taken = _weight is null ? _targets : [.. _targets, _weight];
        PropertySelection predictions = PropertySelection.Select(available, _predictionPatterns, where, taken);
        if (predictions.Names.Intersect(taken, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is string both)
        {
            throw LossErrors.OptionNotSupported($"The property '{both}' is named as prediction, and as target or weight.", "Name each property once.");
        }

        _predictions = predictions.Names;
        _classNames = predictions.Class;
        int classes = predictions.Names.Length == 1 ? 2 : predictions.Names.Length;
        OrderClasses(predictions, classes);

        // What the weights of labels mean is known by now. No sample has come to the meter yet, but some may have been left out.
        CrossEntropyMeter meter = Begin(_given.Weigh(_options, _classes, _classNames, classes));
        while (meter.Count < _meter.Count)
        {
            meter.Skip();
        }

        _meter = meter;
        _targetValues = new double[_targets.Length];
        _predictionValues = new double[_predictions.Length];
    }

    private CrossEntropyMeter Begin(CrossEntropyOptions options) => new(options, failure => _report(failure, null));

    private void OrderClasses(PropertySelection predictions, int expected)
    {
        if (_classes is not null && _classes.Count != expected)
        {
            throw TargetLabels.ClassCountMismatch(_classes.Count, expected);
        }

        // Columns p1, p2, p3 belong to the labels 1, 2, 3.
        if (_classes is null && predictions.Numbers is string[] numbers)
        {
            _classes = new LabelEncoding(numbers);
        }
    }

    private static string SelectWeight(IReadOnlyList<string> available, string pattern, string where)
    {
        string[] names = PropertySelection.Select(available, [pattern], where).Names;
        return names.Length == 1
            ? names[0]
            : throw LossErrors.OptionNotSupported($"'{pattern}' matches {names.Length} properties, and a sample has one weight.", "Name the property of the weight.");
    }

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

    // Names of columns order text labels only: whether labels are text is what the first of them is.
    private double ReadTarget(object? value, string name)
    {
        object? inner = _reader.Unwrap(value);
        bool isText = inner is string text && text.Length > 0 && !NumberText.TryParse(text, out _);
        bool isLabel = _targets.Length == 1;
        if (isLabel && isText && _ignored?.Matches((string)inner!) == true)
        {
            return _ignored.Mark;
        }

        if (isLabel && isText && _classes is null && !_sawNumber)
        {
            _classes = _classNames is null ? throw TargetLabels.ClassOrderUnknown([(string)inner!]) : new LabelEncoding(_classNames);
        }

        if (isLabel && isText && _classes is not null)
        {
            return _classes.Find((string)inner!, _meter.Count);
        }

        double number = _reader.ReadNumber(value, name, Place, allowBoolean: true);
        if (isLabel && _ignored?.Matches(number) == true)
        {
            return _ignored.Mark;
        }

        _sawNumber = true;
        return _classes is null || !isLabel ? number : _classes.Find(number, _meter.Count);
    }
}
