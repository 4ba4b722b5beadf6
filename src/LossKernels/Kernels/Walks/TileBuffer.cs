using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Walks;

/// <summary>Memory for a tile or a row of a block, borrowed where the block needs it.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct TileBuffer<T>
    where T : unmanaged
{
    private readonly LineArray<T> _memory;

    /// <summary>Borrows what the tiles of a block need.</summary>
    public TileBuffer(TensorBlock<T> block)
    {
        int room = RowWalk.GoesAlong(block) ? 0 : Math.Max(Tiles<T>.Room(block), block.HasRows ? 0 : block.Classes);
        _memory = new LineArray<T>(room);
    }

    /// <summary>Room for a tile.</summary>
    public Span<T> Values => _memory.Values;

    /// <summary>Room for a row that does not lie side by side; once it is used, a tile is lost.</summary>
    public Span<T> Row => _memory.Values;

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _memory.Dispose();
}
