using System.Buffers;
using System.Runtime.InteropServices;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// A tensor whose numbers lie in Fortran order in a file, seen in C order: for each position on the other axes, the numbers along the first axis
/// lie side by side. Small tensors are turned round in memory when they are first read; of large ones each block gathers a run of every such column.
/// </summary>
internal sealed class FortranView : TensorView
{
    private const long MostInMemory = 64 << 20;
    private const int NumbersAtOnce = 1 << 12;
    private const int NumbersTurnedAtOnce = 1 << 16;

    private readonly FileView _stored;
    private readonly Shape _order;
    private readonly int _rows;
    private readonly long _columns;
    private readonly Lazy<TensorView>? _turned;

    /// <summary>Views numbers in Fortran order.</summary>
    /// <param name="stored">The numbers as they lie, as if they were in C order.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="mostInMemory">The largest tensor, in bytes, that is turned round in memory.</param>
    public FortranView(FileView stored, string path, long mostInMemory = MostInMemory)
        : this(stored, stored.Shape, stored.Shape, null)
    {
        long size = stored.Shape.Length * stored.ElementType.Size();
        _turned = size <= mostInMemory ? new Lazy<TensorView>(() => Turn(path, (int)size)) : null;
    }

    private FortranView(FileView stored, Shape order, Shape shape, Lazy<TensorView>? turned)
        : base(shape, stored.ElementType)
    {
        _stored = stored;
        _order = order;
        _rows = order[0];
        _columns = _order.Without(0).Length;
        _turned = turned;
    }

    /// <inheritdoc/>
    public override TensorView Reshape(Shape shape) => new FortranView(_stored, _order, Checked(this, shape), _turned);

    /// <inheritdoc/>
    public override bool TryGetValues<T>(out ReadOnlySpan<T> values)
    {
        values = default;
        return false;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
    {
        if (_turned is not null)
        {
            return _turned.Value.Read(start, count, buffer);
        }

        Span<T> values = buffer[..count];
        if (count == 0)
        {
            return values;
        }

        T[] run = ArrayPool<T>.Shared.Rent((int)Math.Min(NumbersAtOnce, (count / _columns) + 1));
        try
        {
            // A block of less than a row has the columns from its first on, and may go on with those before it in the next row.
            (long firstRow, long firstColumn) = Math.DivRem(start, _columns);
            for (long i = 0; i < Math.Min(_columns, count); i++)
            {
                long column = firstColumn + i;
                long row = firstRow;
                if (column >= _columns)
                {
                    column -= _columns;
                    row++;
                }

                Gather(row, column, values[(int)i..], run);
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(run);
        }

        return values;
    }

    // The numbers of a column from a row on, as far as the values go, in which they lie a row apart.
    private void Gather<T>(long row, long column, Span<T> values, T[] run)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        long start = OtherColumn(column, isStored: false) * _rows;
        int stride = (int)Math.Min(_columns, values.Length);
        int rows = (values.Length + stride - 1) / stride;
        for (int done = 0; done < rows;)
        {
            ReadOnlySpan<T> piece = _stored.Read<T>(start + row + done, Math.Min(run.Length, rows - done), run);
            for (int i = 0; i < piece.Length; i++)
            {
                values[(done + i) * stride] = piece[i];
            }

            done += piece.Length;
        }
    }

    // Columns are numbered with their last axis fastest, and stored with their first fastest: each way the digits of one number are those of the other in reverse.
    private long OtherColumn(long column, bool isStored)
    {
        long other = 0;
        long rest = column;
        long stride = _columns;
        for (int i = 1; i < _order.Rank; i++)
        {
            int length = _order[isStored ? i : _order.Rank - i];
            stride /= length;
            (rest, long position) = Math.DivRem(rest, length);
            other += position * stride;
        }

        return other;
    }

    private FileView Turn(string path, int size)
    {
        byte[] turned = GC.AllocateUninitializedArray<byte>(size);
        switch (ElementType.Size())
        {
            case 1:
                Turn<byte>(turned);
                break;
            case 2:
                Turn<ushort>(turned);
                break;
            case 4:
                Turn<uint>(turned);
                break;
            default:
                Turn<ulong>(turned);
                break;
        }

        return new FileView(new MemoryBytes(path, turned), _order, ElementType, isSwapped: false);
    }

    private void Turn<T>(Span<byte> turned)
        where T : unmanaged
    {
        Span<T> values = MemoryMarshal.Cast<byte, T>(turned);
        T[] buffer = ArrayPool<T>.Shared.Rent((int)Math.Min(NumbersTurnedAtOnce, Shape.Length));
        try
        {
            long storedColumn = 0;
            long column = 0;
            int row = 0;
            for (long start = 0; start < Shape.Length; start += buffer.Length)
            {
                Span<T> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Shape.Length - start));
                _stored.ReadStored(start, MemoryMarshal.AsBytes(piece));
                foreach (T value in piece)
                {
                    values[(int)((row++ * _columns) + column)] = value;
                    if (row == _rows)
                    {
                        column = OtherColumn(++storedColumn, isStored: true);
                        row = 0;
                    }
                }
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }
}
