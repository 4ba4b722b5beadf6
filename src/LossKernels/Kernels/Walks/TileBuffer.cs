using System.Buffers;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Walks;

/// <summary>Memory for a tile or a row of a block, borrowed where the block needs it.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct TileBuffer<T>
    where T : unmanaged
{
    private readonly T[] _memory;

    /// <summary>Borrows what the tiles of a block need.</summary>
    public TileBuffer(TensorBlock<T> block)
    {
        int room = RowWalk.GoesAlong(block) ? 0 : Math.Max(Tiles<T>.Room(block), block.HasRows ? 0 : block.Classes);
        _memory = room == 0 ? [] : ArrayPool<T>.Shared.Rent(room);
    }

    /// <summary>Room for a tile.</summary>
    public Span<T> Values => _memory;

    /// <summary>Room for a row that does not lie side by side; once it is used, a tile is lost.</summary>
    public Span<T> Row => _memory;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_memory.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_memory);
        }
    }
}
