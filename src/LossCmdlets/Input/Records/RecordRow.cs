using System.Collections;
using System.Diagnostics.CodeAnalysis;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input.Records;

/// <summary>
/// The predictions or the targets of one record after the other: several properties with a value each, or one that holds a value or a row of them.
/// </summary>
/// <param name="shell">What knows wrappers.</param>
/// <param name="properties">What gets the properties.</param>
/// <param name="names">Their names.</param>
/// <param name="first">The position of the first of them among those that are wanted.</param>
/// <param name="isTarget">Whether booleans are numbers, and text may be a label.</param>
internal sealed class RecordRow(IValueShell shell, RecordProperties properties, IReadOnlyList<string> names, int first, bool isTarget)
{
    private double[] _values = new double[names.Count];
    private string?[]? _labels = isTarget ? new string?[names.Count] : null;
    private int? _fixed;

    /// <summary>How many values the record had.</summary>
    public int Count { get; private set; } = names.Count;

    /// <summary>The labels of the values in order, where a tensor knew them.</summary>
    public string[]? Class { get; private set; }

    /// <summary>The values of the record. Those that are labels have no meaning.</summary>
    public Span<double> Values => _values.AsSpan(0, Count);

    /// <summary>Says that all records have as many values as the one that was read.</summary>
    public void Fix() => _fixed = Count;

    /// <summary>Whether a value is a label, which is text and no number.</summary>
    public bool IsLabel(int position, [NotNullWhen(true)] out string? label)
    {
        label = _labels?[position];
        return label is not null;
    }

    /// <summary>The error for a label that stands where a number belongs.</summary>
    public LossException LabelError(int position) => names.Count == 1
        ? LossErrors.NonNumericValue(names[0], properties.PlaceOf(Count > 1 ? position : null), _labels![position], isCell: true)
        : LossErrors.NonNumericValue(names[position], properties.Place, _labels![position], isCell: true);

    /// <summary>Reads the values of a record.</summary>
    /// <exception cref="LossException">A value is missing or no number, or there are more or fewer than in the records before; OptionNotSupported: several properties hold rows.</exception>
    public void Read(long number)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (properties.TryGetNumber(first + i, out double value))
            {
                Set(i, value, null);
                continue;
            }

            object? given = properties.Get(first + i);
            object? inner = given is null ? null : shell.Unwrap(given);
            ScalarKind kind = Scalar.Read(inner, out value);
            if (kind == ScalarKind.Other && (names.Count == 1 || _fixed is null) && TryReadRow(given!, inner!, number))
            {
                return;
            }

            Set(i, kind, value, inner, names[i], null);
        }

        Finish(names.Count, number);
    }

    private bool TryReadRow(object given, object inner, long number)
    {
        TensorView? view = View(given, inner);
        if (view is null && inner is not IEnumerable or IDictionary or IDictionary<string, object?>)
        {
            return false;
        }

        if (names.Count > 1)
        {
            throw LossErrors.OptionNotSupported(
                $"There are {names.Count} properties for one row, {names[0]}, {names[1]}{(names.Count > 2 ? ", ..." : "")}, and in {properties.Place} one of them holds several values.",
                "Name one property that holds the whole row, or properties that hold a number each.");
        }

        Finish(view is null ? ReadElements((IEnumerable)inner) : ReadView(view), number);
        return true;
    }

    // Rows that are known to hold numbers only are copied.
    private TensorView? View(object given, object inner)
    {
        if (inner is Tensor tensor)
        {
            Class = tensor.Class;
            return tensor.ToView();
        }

        if (shell.TryReadDeserializedTensor(given, out TensorParts parts))
        {
            InputArray read = DeserializedTensor.Read(parts, shell, names[0]);
            Class = read.Class;
            return read.View;
        }

        TensorView? view = inner is Array array ? NumericArray.TryView(array) : null;
        return view?.ElementType == ElementType.Boolean && !isTarget ? null : view;
    }

    private int ReadView(TensorView view)
    {
        if (view.Shape.Rank > 1 && view.Shape.Length != view.Shape[^1])
        {
            throw LossErrors.ShapeMismatch(
                $"{names[0]}: the values of {properties.Place} have the shape {view.Shape}, and a record is one sample.", "Give one row of numbers a record.");
        }

        int count = (int)view.Shape.Length;
        MakeRoom(count);
        view.Read(0, count, _values).CopyTo(_values);
        _labels?.AsSpan(0, count).Clear();
        return count;
    }

    private int ReadElements(IEnumerable elements)
    {
        int count = 0;
        if (elements is IList list)
        {
            MakeRoom(list.Count);
            for (; count < list.Count; count++)
            {
                ReadElement(list[count], count);
            }

            return count;
        }

        foreach (object? element in elements)
        {
            MakeRoom(count + 1);
            ReadElement(element, count++);
        }

        return count;
    }

    private void ReadElement(object? element, int position)
    {
        object? inner = element is null ? null : shell.Unwrap(element);
        if (inner is IList)
        {
            throw LossErrors.ShapeMismatch(
                $"{names[0]}: the values of {properties.Place} are rows, and a record is one sample.",
                "Give one row of numbers a record; of a record that holds all rows give the arrays themselves: Measure-CrossEntropy $_.target $_.prediction.");
        }

        Set(position, Scalar.Read(inner, out double value), value, inner, names[0], position);
    }

    private void Set(int position, ScalarKind kind, double value, object? inner, string name, int? place)
    {
        string? label = null;
        if (kind is not (ScalarKind.Number or ScalarKind.Single))
        {
            label = isTarget && kind == ScalarKind.Text ? Scalar.ToLabel(inner!)
                : isTarget && kind == ScalarKind.Boolean ? null
                : throw Scalar.Error(kind, inner, name, properties.PlaceOf(place), isCell: place is null);
        }

        Set(position, value, label);
    }

    private void Set(int position, double value, string? label)
    {
        _values[position] = value;
        if (_labels is not null)
        {
            _labels[position] = label;
        }
    }

    private void Finish(int count, long number)
    {
        if (count == 0)
        {
            throw LossErrors.EmptyInput($"{names[0]} of {properties.Place}");
        }

        if (_fixed is int expected && count != expected)
        {
            throw LossErrors.RaggedRow(names[0], number, count, expected, "record");
        }

        Count = count;
    }

    private void MakeRoom(int count)
    {
        if (_values.Length < count)
        {
            int room = Math.Max(count, 2 * _values.Length);
            Array.Resize(ref _values, room);
            if (_labels is not null)
            {
                Array.Resize(ref _labels, room);
            }
        }
    }
}
