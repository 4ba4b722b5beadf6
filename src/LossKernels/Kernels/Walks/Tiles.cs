using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Walks;

/// <summary>
/// Rows of a block seen as columns, in tiles of as many rows as a vector has lanes: what a kernel walks that works on many rows at once.
/// Columns are taken where they lie. Rows of few classes are turned, so that no row pays for sums across its lanes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct Tiles<T>
    where T : unmanaged
{
    /// <summary>The most rows that are turned together, in one call; a multiple of the lanes of any vector.</summary>
    public const int MostTogether = 1024;

    // So many are turned as far as their values stay in the first-level cache.
    private const int FewestTogether = 64;
    private const int ValuesTogether = 4096;

    private Tiles(ref readonly T first, ref readonly T source, nint ahead, nint stride, nint advance, int count)
    {
        First = ref first;
        Source = ref source;
        Ahead = ahead;
        Stride = stride;
        Advance = advance;
        Count = count;
    }

    /// <summary>The first class of the first row.</summary>
    public readonly ref readonly T First;

    /// <summary>Where the values of the tiles were before they were turned, as many and as far apart.</summary>
    public readonly ref readonly T Source;

    /// <summary>How far behind <see cref="Source"/> the values lie that come next.</summary>
    public readonly nint Ahead;

    /// <summary>How far apart the values of a row lie.</summary>
    public readonly nint Stride;

    /// <summary>How far apart the tiles lie.</summary>
    public readonly nint Advance;

    /// <summary>The number of tiles.</summary>
    public readonly int Count;

    /// <summary>The values that a buffer must have room for.</summary>
    public static int Room(TensorBlock<T> block) => block.Classes * (block.HasRows ? Together(block.Classes) : Vector512<T>.Count);

    /// <summary>How many rows from one on are taken together: whole tiles, or those that make none.</summary>
    public static int Length(TensorBlock<T> block, int row, int width)
    {
        int rest = block.Rows - row;
        int most = block.HasRows ? Together(block.Classes) : int.MaxValue;
        return rest < width ? rest : Math.Min(rest, most) / width * width;
    }

    /// <summary>The tiles of some rows; where they make no tile, the last row is repeated.</summary>
    /// <param name="block">The block.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">The number of rows: <see cref="Length"/>.</param>
    /// <param name="width">The rows of a tile.</param>
    /// <param name="buffer">Memory of the length <see cref="Room"/>.</param>
    public static Tiles<T> Of(TensorBlock<T> block, int row, int rows, int width, Span<T> buffer)
    {
        if (rows >= width && !block.HasRows)
        {
            return new Tiles<T>(in block.Values[row], in block.Values[row], Math.Min(rows, Prefetch.Farthest<T>()), block.ClassStride, width, rows / width);
        }

        nint tile = block.Classes * width;
        if (rows < width)
        {
            Copy(block, row, rows, width, buffer);
            return new Tiles<T>(in MemoryMarshal.GetReference(buffer), in block.Values[row * (block.HasRows ? block.Classes : 1)], 0, width, tile, 1);
        }

        // Behind the last rows of a block there may be too little for a vector.
        ReadOnlySpan<T> values = block.Values[(row * block.Classes)..];
        int turned = !Avx.IsSupported ? 0 : values.Length < ((rows - 1) * block.Classes) + Vector128<T>.Count ? rows - width : rows;
        if (turned > 0)
        {
            Turning.Turn(in MemoryMarshal.GetReference(values), block.Classes, turned, width, ref MemoryMarshal.GetReference(buffer[..(turned * block.Classes)]));
        }

        for (int first = turned; first < rows; first += width)
        {
            Copy(block, row + first, width, width, buffer[(first * block.Classes)..]);
        }

        // The next rows of few classes are too few to arrive in time.
        nint ahead = Math.Max(rows * block.Classes, Prefetch.Farthest<T>());
        return new Tiles<T>(in MemoryMarshal.GetReference(buffer), in values[0], ahead, width, tile, rows / width);
    }

    /// <summary>As many tiles that lie elsewhere.</summary>
    /// <param name="first">The first class of the first row.</param>
    /// <param name="stride">How far apart the values of a row lie.</param>
    /// <param name="advance">How far apart the tiles lie.</param>
    public Tiles<T> Beside(ref readonly T first, nint stride, nint advance) => new(in first, in first, 0, stride, advance, Count);

    private static int Together(int classes) =>
        Math.Clamp(ValuesTogether / classes / FewestTogether * FewestTogether, FewestTogether, MostTogether);

    private static void Copy(TensorBlock<T> block, int row, int rows, int width, Span<T> tile)
    {
        for (int c = 0; c < block.Classes; c++)
        {
            for (int lane = 0; lane < width; lane++)
            {
                tile[(c * width) + lane] = block[row + Math.Min(lane, rows - 1), c];
            }
        }
    }
}
