using System.Collections;
using System.Data;
using LossKernels;

namespace LossCmdlets.Input.Records;

/// <summary>
/// The properties of one record after the other: a dictionary's keys, a data row's columns, or an object's properties. How they are got is
/// decided by the first record of each type.
/// </summary>
internal sealed class RecordProperties(IValueShell shell, IObjectProperties objects)
{
    private readonly Dictionary<Type, PropertyGetter[]> _known = [];
    private string[] _wanted = [];
    private Type? _type;
    private PropertyGetter[] _getters = [];
    private Record _record;
    private long _number;

    /// <summary>The names of all properties of the record, in order.</summary>
    public IReadOnlyList<string> Names => _record.Inner switch
    {
        IDictionary dictionary => [.. dictionary.Keys.OfType<string>()],
        IDictionary<string, object?> dictionary => [.. dictionary.Keys],
        DataRow row => Columns(row),
        DataRowView view => Columns(view.Row),
        _ => objects.Names(_record),
    };

    /// <summary>The record in words.</summary>
    public string Place => $"record {_number}";

    /// <summary>What kind of record it is.</summary>
    public string TypeName => _record.Inner.GetType().Name;

    /// <summary>Says which properties are wanted of all records.</summary>
    public void Want(string[] names) => _wanted = names;

    /// <summary>Goes to a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="number">Its number, counted from zero.</param>
    public void MoveTo(object record, long number)
    {
        _record = new Record(record, shell.Unwrap(record));
        _number = number;
    }

    /// <summary>The name of a wanted property.</summary>
    public string NameOf(int position) => _wanted[position];

    /// <summary>Gets a wanted property as a number, without a box around it.</summary>
    /// <returns>False where its type is not that of a number.</returns>
    /// <exception cref="LossException">PropertyNotFound: it fails.</exception>
    public bool TryGetNumber(int position, out double number)
    {
        try
        {
            return Getters()[position].TryGetNumber(_record, out number);
        }
        catch (UnreadablePropertyException failure)
        {
            throw LossErrors.PropertyNotFound(_wanted[position], Place, failure.Reason);
        }
    }

    /// <summary>Gets a wanted property.</summary>
    /// <exception cref="LossException">PropertyNotFound: there is none, or it fails.</exception>
    public object? Get(int position)
    {
        try
        {
            return Getters()[position].TryGet(_record, out object? value)
                ? value
                : throw LossErrors.PropertyNotFound(_wanted[position], $"Record {_number}", string.Join(", ", Names.DefaultIfEmpty("none")), FailureScope.Sample);
        }
        catch (UnreadablePropertyException failure)
        {
            throw LossErrors.PropertyNotFound(_wanted[position], Place, failure.Reason);
        }
    }

    /// <summary>Gets a wanted property out of its wrapper.</summary>
    /// <exception cref="LossException">PropertyNotFound: there is none, or it fails.</exception>
    public object? GetInner(int position) => Get(position) is object value ? shell.Unwrap(value) : null;

    /// <summary>Gets a wanted property that must be a number.</summary>
    /// <exception cref="LossException">PropertyNotFound: there is none, or it fails; NonNumericValue and the like: it is no number.</exception>
    public double GetNumber(int position)
    {
        if (TryGetNumber(position, out double number))
        {
            return number;
        }

        object? inner = GetInner(position);
        ScalarKind kind = Scalar.Read(inner, out number);
        return kind is ScalarKind.Number or ScalarKind.Single ? number : throw Scalar.Error(kind, inner, _wanted[position], Place, isCell: true);
    }

    /// <summary>A value in words, by its position where a property holds several.</summary>
    public string PlaceOf(int? position) => position is null ? Place : $"{Place}, position {position}";

    private PropertyGetter[] Getters()
    {
        Type type = _record.Inner.GetType();
        if (type != _type)
        {
            if (!_known.TryGetValue(type, out PropertyGetter[]? getters))
            {
                _known[type] = getters = Array.ConvertAll(_wanted, Getter);
            }

            _type = type;
            _getters = getters;
        }

        return _getters;
    }

    private PropertyGetter Getter(string name) => _record.Inner switch
    {
        IDictionary or IDictionary<string, object?> => new DictionaryGetter(name),
        DataRow or DataRowView => new DataRowGetter(name),
        _ => objects.Getter(_record, name),
    };

    private static string[] Columns(DataRow row) => [.. row.Table.Columns.Cast<DataColumn>().Select(column => column.ColumnName)];
}
