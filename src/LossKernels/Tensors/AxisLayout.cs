using System.Numerics;

namespace LossKernels.Tensors;

/// <summary>
/// A tensor seen along its class axis: <see cref="Outer"/> x <see cref="Classes"/> x <see cref="Inner"/>.
/// A row is one distribution over the classes; rows are numbered in C order of the remaining axes.
/// </summary>
internal readonly record struct AxisLayout
{
    private AxisLayout(int axis, long outer, int classes, long inner)
    {
        Axis = axis;
        Outer = outer;
        Classes = classes;
        Inner = inner;
    }

    /// <summary>The class axis, counted from the first.</summary>
    public int Axis { get; }

    /// <summary>The product of the axis lengths before the class axis; of one class, of those behind it too.</summary>
    public long Outer { get; }

    /// <summary>The length of the class axis.</summary>
    public int Classes { get; }

    /// <summary>The product of the axis lengths behind the class axis; 1 where it is the last, or has one class.</summary>
    public long Inner { get; }

    /// <summary>The number of rows.</summary>
    public long Rows => Outer * Inner;

    /// <summary>The layout of a shape along one axis; a negative axis counts from the last.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: the shape has no such axis.</exception>
    public static AxisLayout Of(Shape shape, int axis)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int fromFirst = axis < 0 ? axis + shape.Rank : axis;
        if (fromFirst < 0 || fromFirst >= shape.Rank)
        {
            throw LossErrors.ParameterOutOfRange("Axis", axis, $"from {-shape.Rank} to {shape.Rank - 1} for the shape {shape}", "Count the axes from 0, or from the last with `Axis = -1`.");
        }

        long outer = new Shape(shape.Lengths[..fromFirst]).Length;
        long inner = new Shape(shape.Lengths[(fromFirst + 1)..]).Length;

        // Rows of one class lie side by side whatever the axes are called.
        return shape[fromFirst] == 1 ? new AxisLayout(fromFirst, outer * inner, 1, 1) : new AxisLayout(fromFirst, outer, shape[fromFirst], inner);
    }

    /// <summary>
    /// Reads rows as contiguous classes. Where the class axis is the last and the stored type is <typeparamref name="T"/>, nothing is copied.
    /// </summary>
    /// <param name="tensor">The tensor of this layout.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="buffer">Room for rows x classes values.</param>
    /// <param name="line">Room for rows values, used where the class axis is not the last.</param>
    public ReadOnlySpan<T> ReadRows<T>(TensorView tensor, long firstRow, int rows, Span<T> buffer, Span<T> line)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (Inner == 1)
        {
            return tensor.Read(firstRow * Classes, rows * Classes, buffer);
        }

        for (int row = 0; row < rows;)
        {
            (long start, int length) = Run(firstRow + row, rows - row);
            for (int c = 0; c < Classes; c++)
            {
                ReadOnlySpan<T> run = tensor.Read(start + (c * Inner), length, line);
                for (int i = 0; i < length; i++)
                {
                    buffer[((row + i) * Classes) + c] = run[i];
                }
            }

            row += length;
        }

        return buffer[..(rows * Classes)];
    }

    /// <summary>
    /// Reads rows as they lie: side by side, or as columns where the class axis is not the last. Where the stored type is <typeparamref name="T"/>,
    /// and the rows do not go past the end of the inner axes, nothing is copied.
    /// </summary>
    /// <param name="tensor">The tensor of this layout.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="buffer">Room for rows x classes values, of two rows at least.</param>
    internal TensorBlock<T> ReadBlock<T>(TensorView tensor, long firstRow, int rows, LazyArray<T> buffer)
        where T : unmanaged, INumber<T>
    {
        if (tensor.TryGetValues(out ReadOnlySpan<T> stored))
        {
            if (Inner == 1)
            {
                return new TensorBlock<T>(stored.Slice((int)(firstRow * Classes), rows * Classes), Classes);
            }

            (long start, int length) = Run(firstRow, rows);
            if (length == rows)
            {
                return TensorBlock<T>.OfColumns(stored[(int)start..], rows, Classes, (int)Inner);
            }
        }

        if (Inner == 1)
        {
            return new TensorBlock<T>(tensor.Read(firstRow * Classes, rows * Classes, buffer.Values), Classes);
        }

        // Columns of one row would be taken for a row, and its sums would have another order.
        int stride = Math.Max(rows, 2);
        Span<T> columns = buffer.Values;
        for (int row = 0; row < rows;)
        {
            (long start, int length) = Run(firstRow + row, rows - row);
            for (int c = 0; c < Classes; c++)
            {
                Span<T> column = columns.Slice((c * stride) + row, length);
                tensor.Read(start + (c * Inner), length, column).CopyTo(column);
            }

            row += length;
        }

        return TensorBlock<T>.OfColumns(columns, rows, Classes, stride);
    }

    /// <summary>Reads rows side by side, as <see cref="ReadRows"/> does.</summary>
    internal TensorBlock<T> ReadRowBlock<T>(TensorView tensor, long firstRow, int rows, LazyArray<T> buffer, LazyArray<T> line)
        where T : unmanaged, INumber<T> => Inner == 1
            ? ReadBlock(tensor, firstRow, rows, buffer)
            : new TensorBlock<T>(ReadRows<T>(tensor, firstRow, rows, buffer.Values, line.Values), Classes);

    /// <summary>Writes contiguous rows back into a flat tensor of this layout: the inverse of <see cref="ReadRows"/>.</summary>
    public void WriteRows<T>(ReadOnlySpan<T> values, long firstRow, int rows, Span<T> tensor)
    {
        if (Inner == 1)
        {
            values[..(rows * Classes)].CopyTo(tensor[(int)(firstRow * Classes)..]);
            return;
        }

        for (int row = 0; row < rows;)
        {
            (long start, int length) = Run(firstRow + row, rows - row);
            for (int c = 0; c < Classes; c++)
            {
                Span<T> run = tensor.Slice((int)(start + (c * Inner)), length);
                for (int i = 0; i < length; i++)
                {
                    run[i] = values[((row + i) * Classes) + c];
                }
            }

            row += length;
        }
    }

    /// <summary>The rows from one on that lie side by side: where they start in the first class, and how many.</summary>
    internal (long Start, int Length) Run(long row, int atMost)
    {
        (long outer, long inner) = Math.DivRem(row, Inner);
        return ((outer * Classes * Inner) + inner, (int)Math.Min(atMost, Inner - inner));
    }
}
