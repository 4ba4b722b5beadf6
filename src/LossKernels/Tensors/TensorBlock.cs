using System.Runtime.CompilerServices;

namespace LossKernels.Tensors;

/// <summary>
/// Rows x classes values: what a kernel is given. Either the classes of a row lie side by side, or the rows of a class. It does not own its memory.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct TensorBlock<T>
    where T : unmanaged
{
    /// <summary>Views contiguous values as rows of the given number of classes.</summary>
    public TensorBlock(ReadOnlySpan<T> values, int classes)
        : this(values, classes == 0 ? 0 : values.Length / classes, classes, 1)
    {
    }

    private TensorBlock(ReadOnlySpan<T> values, int rows, int classes, nint classStride)
    {
        Values = values;
        Rows = rows;
        Classes = classes;
        ClassStride = classStride;
    }

    /// <summary>Views values as columns: the rows of a class lie side by side, and those of the next one a stride further on.</summary>
    /// <exception cref="ArgumentException">The values end before the last row of the last class.</exception>
    internal static TensorBlock<T> OfColumns(ReadOnlySpan<T> values, int rows, int classes, int classStride)
    {
        if (values.Length < ((classes - 1L) * classStride) + rows)
        {
            throw new ArgumentException($"{values.Length} values are no {classes} columns of {rows} rows, {classStride} apart.", nameof(values));
        }

        // Of one class, rows and columns are the same, and so they are of none.
        return classes <= 1
            ? new TensorBlock<T>(values[..(rows * classes)], rows, classes, 1)
            : new TensorBlock<T>(values[..(((classes - 1) * classStride) + rows)], rows, classes, classStride);
    }

    /// <summary>The values in the order in which they lie, from the first to the last; of columns, with what lies between them.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>The number of values in a row.</summary>
    public int Classes { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>How far apart the values of a row lie.</summary>
    public nint ClassStride { get; }

    /// <summary>Whether the values of a row lie side by side.</summary>
    public bool HasRows => ClassStride == 1;

    /// <summary>How many pieces without a gap the values lie in: one of all rows, or one of each class.</summary>
    internal int Pieces => HasRows ? 1 : Classes;

    /// <summary>One row, where its values lie side by side.</summary>
    public ReadOnlySpan<T> this[int row] => Values.Slice(row * Classes, Classes);

    /// <summary>One value.</summary>
    public ref readonly T this[int row, int label]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Values[HasRows ? (row * Classes) + label : (int)((label * ClassStride) + row)];
    }

    /// <summary>One of the <see cref="Pieces"/>.</summary>
    internal ReadOnlySpan<T> Piece(int number) => HasRows ? Values[..(Rows * Classes)] : Values.Slice((int)(number * ClassStride), Rows);

    /// <summary>The values of a row side by side: where they lie, or in the buffer.</summary>
    public ReadOnlySpan<T> Row(int row, Span<T> buffer)
    {
        if (HasRows)
        {
            return this[row];
        }

        for (int c = 0; c < Classes; c++)
        {
            buffer[c] = this[row, c];
        }

        return buffer[..Classes];
    }
}
