using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LossKernels.Tensors;

/// <summary>
/// Rows of boxed numbers, which lie scattered over the memory of the process. They are unboxed block by block, where and when they are needed: an array
/// of all of them would have to be written to memory and read again, and fresh memory costs more than the reading.
/// </summary>
internal sealed class BoxedView : TensorView
{
    private const int NumbersPerThread = 1 << 16;

    private readonly object?[] _rows;
    private readonly int _width;
    private readonly string _what;

    private BoxedView(object?[] rows, int width, Shape shape, string what)
        : base(shape, ElementType.Float64)
    {
        _rows = rows;
        _width = width;
        _what = what;
    }

    /// <summary>Views a list of numbers, or a list of lists of as many numbers; null where it is anything else.</summary>
    public static BoxedView? TryCreate(object?[] values) =>
        TryView(values, "Values") is { } view && AreRows(view._rows, view._width) ? view : null;

    /// <summary>Views what begins like a list of numbers, or a list of lists of them; null where it begins otherwise.</summary>
    public static BoxedView? TryView(object?[] values, string what) => values switch
    {
        [object?[] { Length: var width } and [double or int, ..], ..] => new BoxedView(values, width, new Shape(values.Length, width), what),
        [double or int, ..] => new BoxedView([values], values.Length, new Shape(values.Length), what),
        _ => null,
    };

    /// <inheritdoc/>
    public override TensorView Reshape(Shape shape) => new BoxedView(_rows, _width, Checked(this, shape), _what);

    /// <inheritdoc/>
    public override bool TryGetValues<T>(out ReadOnlySpan<T> values)
    {
        values = default;
        return false;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
    {
        Span<T> results = buffer[..count];
        if (typeof(T) == typeof(float))
        {
            Read(start, MemoryMarshal.Cast<T, float>(results));
        }
        else if (typeof(T) == typeof(double))
        {
            Read(start, MemoryMarshal.Cast<T, double>(results));
        }
        else
        {
            double[] numbers = new double[count];
            Read(start, numbers);
            TensorPrimitives.ConvertSaturating<double, T>(numbers, results);
        }

        return results;
    }

    // Twice, and neither generic: code that is generic and reached through a virtual method is in no image that is compiled ahead, and a first measurement
    // would unbox all of its numbers in code that is not optimised yet.
    private void Read(long start, Span<float> results)
    {
        (int row, int column) = Place(start);
        for (int done = 0; done < results.Length; row++, column = 0)
        {
            ReadOnlySpan<object?> numbers = Run(row, column, results.Length - done);
            int count = Unbox(numbers, results.Slice(done, numbers.Length));
            done += count == numbers.Length ? count : throw NoNumber(row, column + count);
        }
    }

    private void Read(long start, Span<double> results)
    {
        (int row, int column) = Place(start);
        for (int done = 0; done < results.Length; row++, column = 0)
        {
            ReadOnlySpan<object?> numbers = Run(row, column, results.Length - done);
            int count = Unbox(numbers, results.Slice(done, numbers.Length));
            done += count == numbers.Length ? count : throw NoNumber(row, column + count);
        }
    }

    private (int Row, int Column) Place(long index)
    {
        (long row, long column) = Math.DivRem(index, _width);
        return ((int)row, (int)column);
    }

    private ReadOnlySpan<object?> Run(int row, int column, int atMost) =>
        _rows[row] is not object?[] numbers ? throw LossErrors.NonNumericValue(_what, string.Create(CultureInfo.InvariantCulture, $"row {row}"), _rows[row])
        : numbers.Length != _width ? throw LossErrors.RaggedRow(_what, row, numbers.Length, _width)
        : new ReadOnlySpan<object?>(numbers, column, Math.Min(atMost, _width - column));

    private LossException NoNumber(int row, int column) => LossErrors.NonNumericValue(
        _what,
        _rows.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"row {row}, column {column}") : string.Create(CultureInfo.InvariantCulture, $"position {column}"),
        ((object?[])_rows[row]!)[column]);

    // Returns how many were numbers before something else stood there.
    private static int Unbox(ReadOnlySpan<object?> numbers, Span<float> results)
    {
        for (int i = 0; i < numbers.Length && i < results.Length; i++)
        {
            if (numbers[i] is double number)
            {
                results[i] = (float)number;
            }
            else if (numbers[i] is int whole)
            {
                results[i] = whole;
            }
            else
            {
                return i;
            }
        }

        return numbers.Length;
    }

    private static int Unbox(ReadOnlySpan<object?> numbers, Span<double> results)
    {
        for (int i = 0; i < numbers.Length && i < results.Length; i++)
        {
            if (numbers[i] is double number)
            {
                results[i] = number;
            }
            else if (numbers[i] is int whole)
            {
                results[i] = whole;
            }
            else
            {
                return i;
            }
        }

        return numbers.Length;
    }

    // Most of the time goes by in waiting for memory, so it is worth a second thread.
    private static bool AreRows(object?[] rows, int width)
    {
        int parts = (int)Math.Clamp((long)rows.Length * width / NumbersPerThread, 1, Environment.ProcessorCount);
        int StartOf(int part) => (int)((long)rows.Length * part / parts);

        return parts == 1 ? AreRows(rows, width, 0, rows.Length) : Parallel.For(0, parts, (part, state) =>
        {
            if (!AreRows(rows, width, StartOf(part), StartOf(part + 1)))
            {
                state.Stop();
            }
        }).IsCompleted;
    }

    private static bool AreRows(object?[] rows, int width, int start, int end)
    {
        for (int r = start; r < end; r++)
        {
            if (rows[r] is not object?[] numbers || numbers.Length != width || !AreNumbers(numbers))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreNumbers(object?[] values)
    {
        foreach (object? value in values)
        {
            // By exact type, which code that is compiled ahead compares without a call into the runtime.
            if (value is null || (value.GetType() != typeof(double) && value.GetType() != typeof(int)))
            {
                return false;
            }
        }

        return true;
    }
}
