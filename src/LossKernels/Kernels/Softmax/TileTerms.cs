using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Where the terms of tiles are kept until their sums are known: in the place of rows that were turned; those of columns beside them.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct TileTerms<T>
    where T : unmanaged
{
    // As many terms of columns as stay in the second-level cache.
    private const int Values = 32768;

    /// <summary>The most rows that there is room for; a multiple of the lanes of any vector.</summary>
    public const int MostRows = 256;

    private readonly LineArray<T> _memory;
    private readonly int _width;
    private readonly int _beside;

    /// <summary>Borrows memory.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="width">The rows of a tile.</param>
    public TileTerms(TensorBlock<T> logits, int width)
    {
        Classes = logits.Classes;
        Rows = logits.HasRows ? MostRows : Math.Clamp(Values / Classes / width * width, width, MostRows);
        _width = width;
        _beside = logits.HasRows ? 0 : Classes * Rows;
        _memory = new LineArray<T>(_beside + (Classes * width));
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>How many rows there is room for.</summary>
    public int Rows { get; }

    /// <summary>Room for a tile.</summary>
    public Span<T> Spare => _memory.Values.Slice(_beside, Classes * _width);

    /// <summary>Where those of some tiles go.</summary>
    public Tiles<T> Of(Tiles<T> tiles, int rows) => _beside == 0 || rows < _width ? tiles : tiles.Beside(in _memory.Values[0], Rows, _width);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _memory.Dispose();
}
