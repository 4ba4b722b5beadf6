using System.Collections;
using System.Data;
using System.Globalization;
using LossCmdlets.Errors;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Sources.Columns;

namespace LossCmdlets.Input.Records;

/// <summary>Measures records one by one: the first decides which properties are read, and one that cannot be read is reported and left out.</summary>
/// <param name="shell">What knows wrappers.</param>
/// <param name="objects">What knows the properties of objects.</param>
/// <param name="options">What is measured.</param>
/// <param name="request">Which properties hold what.</param>
/// <param name="given">What is said of classes by their labels.</param>
/// <param name="report">Is told of each record that is left out.</param>
/// <param name="told">How many are told as they come, as long as no record could be read.</param>
internal sealed class RecordMeasurement(
    IValueShell shell,
    IObjectProperties objects,
    LossOptions options,
    ColumnRequest request,
    ClassLabels given,
    Action<LossException, object?> report,
    int told) : InputMeasurement
{
    private readonly RecordProperties _properties = new(shell, objects);
    private readonly LeadingFailures _failures = new("Input", report, told);
    private readonly List<string?> _unread = [];
    private ColumnChoice? _choice;
    private RecordRow _predictions = null!;
    private RecordRow _targets = null!;
    private RecordGroups? _groups;
    private int? _weight;
    private TargetDecoder? _decoder;
    private MeterGroups? _meters;
    private double[] _decoded = [];
    private long _number;

    /// <inheritdoc/>
    public override void Add(object? piped)
    {
        switch (piped is null ? null : shell.Unwrap(piped))
        {
            case DataTable table:
                AddEach(table.Rows);
                break;
            case DataRowCollection rows:
                AddEach(rows);
                break;
            case IList list:
                AddEach(list);
                break;
            default:
                AddOne(piped);
                break;
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Measured> Complete()
    {
        IReadOnlyList<GroupResult> results = _meters?.Complete(_decoder!.Labels) ?? throw LossErrors.EmptyInput("Input", _number);
        _failures.Complete();
        return results.Select(result => new Measured(result.Result, result.Labels, _groups?.ValueOf(result.Group!)));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meters?.Dispose();
        base.Dispose();
    }

    private void AddEach(IEnumerable records)
    {
        foreach (object? record in records)
        {
            AddOne(record);
        }
    }

    private void AddOne(object? record)
    {
        if (record is null)
        {
            Skip(PromptErrors.NullValue("InputObject", $"record {_number}"), record, null);
        }
        else
        {
            _properties.MoveTo(record, _number);
            if (_choice is null)
            {
                Choose();
            }

            if (TryRead(record, out string? group, out double? weight))
            {
                if (_meters is null)
                {
                    Begin();
                }

                if (TryDecode(record, group))
                {
                    _failures.Release();
                    _meters![group].Add(_predictions.Values, _decoded, weight, _number);
                }
            }
        }

        _number++;
    }

    private static string WithArticle(string noun) => $"{("AEIO".Contains(noun[0], StringComparison.Ordinal) ? "an" : "a")} {noun}";

    private void Choose()
    {
        IReadOnlyList<string> names = _properties.Names;
        try
        {
            _choice = ColumnChoice.Of(ColumnNames.OfRecord(names, $"The first record ({WithArticle(_properties.TypeName)})"), request);
        }
        catch (LossException failure) when (failure.Kind == FailureKind.NotFound)
        {
            throw PromptErrors.OfProperty(failure, _properties.TypeName);
        }

        string[] targets = [.. _choice.Targets.Select(position => names[position])];
        List<string> wanted = [.. _choice.Predictions.Names, .. targets];
        _predictions = new RecordRow(shell, _properties, _choice.Predictions.Names, 0, isTarget: false);
        _targets = new RecordRow(shell, _properties, targets, _choice.Predictions.Names.Count, isTarget: true);
        if (_choice.Weight is int weight)
        {
            _weight = wanted.Count;
            wanted.Add(names[weight]);
        }

        if (_choice.Group is int group)
        {
            _groups = new RecordGroups(_properties, wanted.Count);
            wanted.Add(names[group]);
        }

        _properties.Want([.. wanted]);
    }

    // How many values a record has is known once one could be read.
    private void Begin()
    {
        _predictions.Fix();
        _targets.Fix();
        ColumnSelection columns = _choice!.Predictions;
        ClassLabels labels = given;
        if (_predictions.Count != columns.Names.Count)
        {
            // Of a row in one property nothing has a name but the classes of a tensor.
            columns = ColumnSelection.Select(ColumnNames.Counting(_predictions.Count, ""), ["*"]);
            labels = given with { Class = given.Class ?? _predictions.Class };
        }

        _decoder = new TargetDecoder(labels, options, columns, _targets.Count);
        _decoded = new double[_targets.Count];
        _meters = new MeterGroups(_decoder.Options, (failure, _) => _failures.Add(Placed(failure), null));
        foreach (string? group in _unread)
        {
            _meters[group].Skip();
        }
    }

    private LossException Placed(LossException failure)
    {
        ColumnSelection properties = _choice!.Predictions;
        string? place = failure.Column is int index && _predictions.Count != properties.Names.Count
            ? string.Create(CultureInfo.InvariantCulture, $"position {index} of {properties.PlaceOf(0)}")
            : _choice.PlaceOf(failure);
        return place is null ? failure : LossErrors.At(failure, place);
    }

    private bool TryRead(object record, out string? group, out double? weight)
    {
        group = null;
        weight = null;
        try
        {
            group = _groups?.Read();
            _predictions.Read(_number);
            _targets.Read(_number);
            weight = _weight is int position ? _properties.GetNumber(position) : null;
            return true;
        }
        catch (LossException failure) when (failure.Scope != FailureScope.Call)
        {
            Skip(failure, record, group);
            return false;
        }
    }

    private bool TryDecode(object record, string? group)
    {
        try
        {
            for (int i = 0; i < _decoded.Length; i++)
            {
                _decoded[i] = !_targets.IsLabel(i, out string? label) ? _decoder!.Decode(_targets.Values[i], _number)
                    : _decoder!.TryDecode(label, _number, out double number) ? number
                    : throw _targets.LabelError(i);
            }

            return true;
        }
        catch (LossException failure) when (failure.Scope == FailureScope.Sample)
        {
            Skip(Placed(failure), record, group);
            return false;
        }
    }

    private void Skip(LossException failure, object? record, string? group)
    {
        _failures.Add(failure, record);
        if (group is null && request.Group is not null)
        {
            return;
        }

        if (_meters is null)
        {
            _unread.Add(group);
        }
        else
        {
            _meters[group].Skip();
        }
    }
}
