using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>
/// As many rows of a block as a vector has lanes, seen as columns: what a kernel walks that works on many rows at once.
/// Columns are taken where they lie. Rows of few classes are turned, four classes at a time, so that no row pays for sums across its lanes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct Tile<T>
    where T : unmanaged
{
    private Tile(ref readonly T first, nint stride)
    {
        First = ref first;
        Stride = stride;
    }

    /// <summary>The first class of the first row.</summary>
    public readonly ref readonly T First;

    /// <summary>How far apart the values of a row lie.</summary>
    public readonly nint Stride;

    // The most lanes of a vector.
    private static int Most => Vector512<T>.Count;

    /// <summary>The room that a tile needs that does not lie as columns.</summary>
    public static int Room(TensorBlock<T> block) => block.HasRows || block.Rows < Most ? block.Classes * Most : 0;

    /// <summary>The first row of a tile: where the rows end, tiles overlap, and rows are measured twice, with the same result.</summary>
    public static int Start(int row, int rows, int width) => Math.Max(0, Math.Min(row, rows - width));

    /// <summary>The tile from a row on; where the block has fewer rows than a tile, the last one is repeated.</summary>
    /// <param name="block">The block.</param>
    /// <param name="start">The first row: <see cref="Start"/>.</param>
    /// <param name="width">The number of rows: a vector's lanes.</param>
    /// <param name="buffer">Memory of the length <see cref="Room"/>.</param>
    public static Tile<T> Of(TensorBlock<T> block, int start, int width, Span<T> buffer)
    {
        if (block.Rows < width)
        {
            for (int c = 0; c < block.Classes; c++)
            {
                for (int lane = 0; lane < width; lane++)
                {
                    buffer[(c * width) + lane] = block[Math.Min(lane, block.Rows - 1), c];
                }
            }
        }
        else if (!block.HasRows)
        {
            return new Tile<T>(in block.Values[start], block.ClassStride);
        }
        else
        {
            Turn(block.Values[(start * block.Classes)..], block.Classes, width, buffer);
        }

        return new Tile<T>(in MemoryMarshal.GetReference(buffer), width);
    }

    // Vectors of 128 bits are loaded at every row, past the end of it where there are fewer classes than lanes, but not past that of the block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(ReadOnlySpan<T> rows, int classes, int width, Span<T> columns)
    {
        int together = Vector128<T>.Count;
        if (!Avx.IsSupported || rows.Length < ((width - 1) * classes) + together)
        {
            for (int c = 0; c < classes; c++)
            {
                for (int lane = 0; lane < width; lane++)
                {
                    columns[(c * width) + lane] = rows[(lane * classes) + c];
                }
            }

            return;
        }

        ref T source = ref MemoryMarshal.GetReference(rows);
        ref T destination = ref MemoryMarshal.GetReference(columns);
        for (int c = 0; c < classes; c += together)
        {
            // The last classes are turned once more together with those before them where they do not fill a vector.
            int from = Math.Max(0, Math.Min(c, classes - together));
            int count = Math.Min(together, classes);
            for (int lane = 0; lane < width; lane += Vector256<T>.Count)
            {
                ref T corner = ref Unsafe.Add(ref source, (lane * classes) + from);
                ref T column = ref Unsafe.Add(ref destination, (from * width) + lane);
                if (typeof(T) == typeof(float))
                {
                    TurnSingle(ref Unsafe.As<T, float>(ref corner), classes, ref Unsafe.As<T, float>(ref column), width, count);
                }
                else
                {
                    TurnDouble(ref Unsafe.As<T, double>(ref corner), classes, ref Unsafe.As<T, double>(ref column), width, count);
                }
            }
        }
    }

    // Four classes of eight rows.
    private static void TurnSingle(ref float source, int classes, ref float columns, int width, int count)
    {
        Vector256<float> a = Two(ref source, 0, classes, 4);
        Vector256<float> b = Two(ref source, 1, classes, 4);
        Vector256<float> c = Two(ref source, 2, classes, 4);
        Vector256<float> d = Two(ref source, 3, classes, 4);
        Vector256<float> ab = Avx.UnpackLow(a, b);
        Vector256<float> cd = Avx.UnpackLow(c, d);
        Avx.Shuffle(ab, cd, 0x44).StoreUnsafe(ref columns);
        if (count > 1)
        {
            Avx.Shuffle(ab, cd, 0xee).StoreUnsafe(ref columns, (nuint)width);
        }

        if (count > 2)
        {
            ab = Avx.UnpackHigh(a, b);
            cd = Avx.UnpackHigh(c, d);
            Avx.Shuffle(ab, cd, 0x44).StoreUnsafe(ref columns, (nuint)(2 * width));
            if (count > 3)
            {
                Avx.Shuffle(ab, cd, 0xee).StoreUnsafe(ref columns, (nuint)(3 * width));
            }
        }
    }

    // Two classes of four rows.
    private static void TurnDouble(ref double source, int classes, ref double columns, int width, int count)
    {
        Vector256<double> a = Two(ref source, 0, classes, 2);
        Vector256<double> b = Two(ref source, 1, classes, 2);
        Avx.UnpackLow(a, b).StoreUnsafe(ref columns);
        if (count > 1)
        {
            Avx.UnpackHigh(a, b).StoreUnsafe(ref columns, (nuint)width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<TNumber> Two<TNumber>(ref TNumber source, int row, int classes, int apart)
        where TNumber : unmanaged => Vector256.Create(
            Vector128.LoadUnsafe(ref source, (nuint)(row * classes)),
            Vector128.LoadUnsafe(ref source, (nuint)((row + apart) * classes)));
}
