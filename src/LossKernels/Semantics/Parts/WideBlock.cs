using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Parts;

/// <summary>A block in double that lies as another does. The memory is borrowed.</summary>
internal readonly ref struct WideBlock
{
    private readonly double[] _memory;

    private WideBlock(int rows, int classes, bool hasRows)
    {
        // Columns of one row would be taken for a row, and its sums would have another order.
        int stride = hasRows ? 1 : Math.Max(rows, 2);
        int count = classes * (hasRows ? rows : stride);
        _memory = ArrayPool<double>.Shared.Rent(Lanes.Whole(count, Vector256<double>.Count));
        Values = _memory.AsSpan(0, Lanes.Whole(count, Vector256<double>.Count));
        Block = hasRows
            ? new TensorBlock<double>(Values[..count], Math.Max(classes, 1))
            : TensorBlock<double>.OfColumns(Values[..count], rows, classes, stride);
    }

    /// <summary>The block.</summary>
    public TensorBlock<double> Block { get; }

    /// <summary>Its values, to the end of the last vector of 256 bits; of columns, with what lies between them.</summary>
    public Span<double> Values { get; }

    /// <summary>Room for the values of a block.</summary>
    public static WideBlock Like<T>(TensorBlock<T> block)
        where T : unmanaged => new(block.Rows, block.Classes, block.HasRows);

    /// <summary>The values of a block.</summary>
    public static WideBlock Of<T>(TensorBlock<T> block)
        where T : unmanaged, INumberBase<T>
    {
        WideBlock wide = Like(block);
        if (block.HasRows)
        {
            TensorPrimitives.ConvertTruncating(block.Values[..wide.Block.Values.Length], wide.Values);
            return wide;
        }

        for (int c = 0; c < block.Classes; c++)
        {
            int start = (int)(c * wide.Block.ClassStride);
            TensorPrimitives.ConvertTruncating(block.Values.Slice((int)(c * block.ClassStride), block.Rows), wide.Values[start..]);
        }

        return wide;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_memory);
}
