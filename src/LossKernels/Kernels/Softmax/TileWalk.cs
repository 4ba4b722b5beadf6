using System.Numerics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Walks a block whose rows are taken in tiles, as many rows together as stay in the first-level cache.</summary>
internal static class TileWalk<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of columns, what comes with the rows that are taken together is asked for ahead.
    private const int TogetherOfColumns = 256;

    /// <summary>Walks all rows.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot; of a negative one, any number is found.</param>
    /// <param name="taker">What takes what is found.</param>
    /// <param name="mostTail">The largest tail of a row that needs no second look.</param>
    /// <param name="buffer">Room for tiles.</param>
    /// <returns>Whether no row needs a second look.</returns>
    public static bool Over<TForm, TTaker>(TensorBlock<T> logits, ReadOnlySpan<int> labels, ref TTaker taker, double mostTail, Span<T> buffer)
        where TForm : ITileForm
        where TTaker : struct, ITileTaker<T>, allows ref struct
    {
        using TileRows<T> memory = TileRows<T>.Rent();
        Span<int> last = stackalloc int[TLanes.Count];
        int most = logits.HasRows ? TileRows<T>.Together : TogetherOfColumns;
        bool areUsual = true;
        for (int row = 0, rows; row < labels.Length; row += rows)
        {
            rows = Math.Min(Math.Min(taker.Room, most), Tiles<T>.Length(logits, row, TLanes.Count));
            scoped ReadOnlySpan<int> some = labels.Slice(row, rows);
            if (rows < TLanes.Count)
            {
                some.CopyTo(last);
                some = last;
            }

            Tiles<T> tiles = Tiles<T>.Of(logits, row, rows, TLanes.Count, buffer);
            TileRows<T> found = memory.Behind(taker.Kept);
            Tiles<T> terms = taker.Enter(tiles, some, row, rows);
            areUsual &= TileLanes<TLanes, TVector, T>.Walk<TForm>(tiles, logits.Classes, some, found, terms, ref taker.Stream, mostTail);
            taker.Take(tiles, terms, found, some, row, rows);
        }

        return areUsual;
    }
}
