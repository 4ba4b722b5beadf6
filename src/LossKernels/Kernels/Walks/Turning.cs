using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>
/// Writes rows as columns, in tiles of as many rows as a vector has lanes; distances between rows and between columns are in bytes.
/// It needs <see cref="Avx"/>, and loads vectors of 128 bits at every row, past the end of it where there are fewer classes than lanes.
/// </summary>
internal static class Turning
{
    // The classes that are turned together: as many as a vector of 128 bits holds, and where that of 512 is there as one of 256.
    private const int FewestSingle = 4;
    private const int FewestDouble = 2;
    private const int MostSingle = 8;

    /// <summary>Writes the columns.</summary>
    /// <param name="values">The first value of the first row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="rows">The number of rows: whole tiles.</param>
    /// <param name="width">The rows of a tile.</param>
    /// <param name="columns">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Turn<T>(ref readonly T values, int classes, int rows, int width, ref T columns)
        where T : unmanaged
    {
        bool isWide = Avx512F.IsSupported && width == Vector512<T>.Count;
        if (classes == 2 && isWide)
        {
            TurnPairs<Lanes512<T>, Vector512<T>, T>(in values, rows, ref columns);
            return;
        }

        if (classes == 2 && width == Vector256<T>.Count)
        {
            TurnPairs<Lanes256<T>, Vector256<T>, T>(in values, rows, ref columns);
            return;
        }

        if (classes == 3 && isWide && typeof(T) == typeof(float))
        {
            TurnTriples(ref Unsafe.As<T, float>(ref Unsafe.AsRef(in values)), rows, ref Unsafe.As<T, float>(ref columns));
            return;
        }

        int together = isWide ? Vector512<T>.Count : Vector256<T>.Count;
        nint row = (nint)classes * Unsafe.SizeOf<T>();
        nint column = (nint)width * Unsafe.SizeOf<T>();
        for (int done = 0; done < rows; done += together)
        {
            int lane = done & (width - 1);
            ref T corner = ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in values), done * row);
            ref T tile = ref Unsafe.Add(ref columns, ((nint)(done - lane) * classes) + lane);
            if (typeof(T) == typeof(float))
            {
                TurnRows(ref Unsafe.As<T, float>(ref corner), classes, row, ref Unsafe.As<T, float>(ref tile), column, isWide);
            }
            else
            {
                TurnRows(ref Unsafe.As<T, double>(ref corner), classes, row, ref Unsafe.As<T, double>(ref tile), column, isWide);
            }
        }
    }

    // Rows of two classes fill vectors, and so do sixteen rows of three.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TurnPairs<TLanes, TVector, T>(ref readonly T values, nint rows, ref T columns)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        for (nint place = 0; place < 2 * rows; place += 2 * TLanes.Count)
        {
            (TVector first, TVector second) = TLanes.LoadPairs(in values, place);
            TLanes.Store(first, ref columns, place);
            TLanes.Store(second, ref columns, place + TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TurnTriples(ref float values, nint rows, ref float columns)
    {
        // Places in the first two vectors, and then of what these make and the third.
        Vector512<int> firstOfTwo = Vector512.Create(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
        Vector512<int> secondOfTwo = firstOfTwo + Vector512<int>.One;
        Vector512<int> thirdOfTwo = Vector512.Create(2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
        Vector512<int> first = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
        Vector512<int> second = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
        Vector512<int> third = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
        for (nint place = 0; place < 3 * rows; place += 3 * Vector512<float>.Count)
        {
            Vector512<float> a = Vector512.LoadUnsafe(ref values, (nuint)place);
            Vector512<float> b = Vector512.LoadUnsafe(ref values, (nuint)(place + Vector512<float>.Count));
            Vector512<float> c = Vector512.LoadUnsafe(ref values, (nuint)(place + (2 * Vector512<float>.Count)));
            Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(a, firstOfTwo, b), first, c).StoreUnsafe(ref columns, (nuint)place);
            Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(a, secondOfTwo, b), second, c).StoreUnsafe(ref columns, (nuint)(place + Vector512<float>.Count));
            Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(a, thirdOfTwo, b), third, c).StoreUnsafe(ref columns, (nuint)(place + (2 * Vector512<float>.Count)));
        }
    }

    // Sixteen rows, or eight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnRows(ref float corner, int classes, nint row, ref float tile, nint column, bool isWide)
    {
        int c = 0;
        for (; isWide && c <= classes - MostSingle; c += MostSingle)
        {
            TurnEight(ref Unsafe.Add(ref corner, c), row, ref Unsafe.AddByteOffset(ref tile, c * column), column);
        }

        for (; c < classes; c += FewestSingle)
        {
            int from = From(c, classes, FewestSingle);
            ref float first = ref Unsafe.Add(ref corner, from);
            ref float result = ref Unsafe.AddByteOffset(ref tile, from * column);
            if (isWide)
            {
                TurnFour(ref first, row, ref result, column, c - from, classes - from);
            }
            else
            {
                TurnFourHalves(ref first, row, ref result, column, c - from, classes - from);
            }
        }
    }

    // Eight rows, or four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnRows(ref double corner, int classes, nint row, ref double tile, nint column, bool isWide)
    {
        for (int c = 0; c < classes; c += FewestDouble)
        {
            int from = From(c, classes, FewestDouble);
            ref double first = ref Unsafe.Add(ref corner, from);
            ref double result = ref Unsafe.AddByteOffset(ref tile, from * column);
            if (isWide)
            {
                TurnTwo(ref first, row, ref result, column, classes - from);
            }
            else
            {
                TurnTwoHalves(ref first, row, ref result, column, classes - from);
            }
        }
    }

    // The last classes are loaded together with some of those before them where they do not fill a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int From(int c, int classes, int together) => Math.Max(0, Math.Min(c, classes - together));

    // Eight classes of sixteen rows: a vector holds those of two rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnEight(ref float source, nint row, ref float columns, nint column)
    {
        ref float middle = ref Unsafe.AddByteOffset(ref source, 8 * row);
        Vector512<float> a = Eights(ref source, 0, row);
        Vector512<float> b = Eights(ref source, row, row);
        Vector512<float> c = Eights(ref source, 2 * row, row);
        Vector512<float> d = Eights(ref source, 3 * row, row);
        Vector512<float> e = Eights(ref middle, 0, row);
        Vector512<float> f = Eights(ref middle, row, row);
        Vector512<float> g = Eights(ref middle, 2 * row, row);
        Vector512<float> h = Eights(ref middle, 3 * row, row);
        StoreFour(Avx512F.UnpackLow(a, b), Avx512F.UnpackLow(c, d), Avx512F.UnpackLow(e, f), Avx512F.UnpackLow(g, h), ref columns, column);
        columns = ref Unsafe.AddByteOffset(ref columns, 2 * column);
        StoreFour(Avx512F.UnpackHigh(a, b), Avx512F.UnpackHigh(c, d), Avx512F.UnpackHigh(e, f), Avx512F.UnpackHigh(g, h), ref columns, column);
    }

    // Two columns, and the two that are four behind them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(Vector512<float> ab, Vector512<float> cd, Vector512<float> ef, Vector512<float> gh, ref float columns, nint column)
    {
        Vector512<float> first = Avx512F.Shuffle(ab, cd, 0x44);
        Vector512<float> last = Avx512F.Shuffle(ef, gh, 0x44);
        Vector512<float> nextFirst = Avx512F.Shuffle(ab, cd, 0xee);
        Vector512<float> nextLast = Avx512F.Shuffle(ef, gh, 0xee);
        Store(Avx512F.Shuffle4x128(first, last, 0x88), ref columns, 0);
        Store(Avx512F.Shuffle4x128(nextFirst, nextLast, 0x88), ref columns, column);
        Store(Avx512F.Shuffle4x128(first, last, 0xdd), ref columns, 4 * column);
        Store(Avx512F.Shuffle4x128(nextFirst, nextLast, 0xdd), ref columns, 5 * column);
    }

    // Four classes of sixteen rows, of those so many that were not turned before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFour(ref float source, nint row, ref float columns, nint column, int before, int count)
    {
        Vector512<float> a = Fours(ref source, 0, 4 * row);
        Vector512<float> b = Fours(ref source, row, 4 * row);
        Vector512<float> c = Fours(ref source, 2 * row, 4 * row);
        Vector512<float> d = Fours(ref source, 3 * row, 4 * row);
        if (before < 2)
        {
            Vector512<float> ab = Avx512F.UnpackLow(a, b);
            Vector512<float> cd = Avx512F.UnpackLow(c, d);
            Store(Avx512F.Shuffle(ab, cd, 0x44), ref columns, 0);
            if (count > 1)
            {
                Store(Avx512F.Shuffle(ab, cd, 0xee), ref columns, column);
            }
        }

        if (count > 2)
        {
            Vector512<float> ab = Avx512F.UnpackHigh(a, b);
            Vector512<float> cd = Avx512F.UnpackHigh(c, d);
            Store(Avx512F.Shuffle(ab, cd, 0x44), ref columns, 2 * column);
            if (count > 3)
            {
                Store(Avx512F.Shuffle(ab, cd, 0xee), ref columns, 3 * column);
            }
        }
    }

    // The same of eight rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFourHalves(ref float source, nint row, ref float columns, nint column, int before, int count)
    {
        Vector256<float> a = Halves(ref source, 0, 4 * row);
        Vector256<float> b = Halves(ref source, row, 4 * row);
        Vector256<float> c = Halves(ref source, 2 * row, 4 * row);
        Vector256<float> d = Halves(ref source, 3 * row, 4 * row);
        if (before < 2)
        {
            Vector256<float> ab = Avx.UnpackLow(a, b);
            Vector256<float> cd = Avx.UnpackLow(c, d);
            Store(Avx.Shuffle(ab, cd, 0x44), ref columns, 0);
            if (count > 1)
            {
                Store(Avx.Shuffle(ab, cd, 0xee), ref columns, column);
            }
        }

        if (count > 2)
        {
            Vector256<float> ab = Avx.UnpackHigh(a, b);
            Vector256<float> cd = Avx.UnpackHigh(c, d);
            Store(Avx.Shuffle(ab, cd, 0x44), ref columns, 2 * column);
            if (count > 3)
            {
                Store(Avx.Shuffle(ab, cd, 0xee), ref columns, 3 * column);
            }
        }
    }

    // Two classes of eight rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnTwo(ref double source, nint row, ref double columns, nint column, int count)
    {
        Vector512<double> a = Fours(ref source, 0, 2 * row);
        Vector512<double> b = Fours(ref source, row, 2 * row);
        Store(Avx512F.UnpackLow(a, b), ref columns, 0);
        if (count > 1)
        {
            Store(Avx512F.UnpackHigh(a, b), ref columns, column);
        }
    }

    // The same of four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnTwoHalves(ref double source, nint row, ref double columns, nint column, int count)
    {
        Vector256<double> a = Halves(ref source, 0, 2 * row);
        Vector256<double> b = Halves(ref source, row, 2 * row);
        Store(Avx.UnpackLow(a, b), ref columns, 0);
        if (count > 1)
        {
            Store(Avx.UnpackHigh(a, b), ref columns, column);
        }
    }

    // Eight classes of a row, and of the fourth behind it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Eights(ref float source, nint offset, nint row)
    {
        ref float first = ref Unsafe.AddByteOffset(ref source, offset);
        return Joined(Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref Unsafe.AddByteOffset(ref first, 4 * row)));
    }

    // A part of four rows, each some way behind the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<TNumber> Fours<TNumber>(ref TNumber source, nint offset, nint apart)
        where TNumber : unmanaged => Joined(Halves(ref source, offset, apart), Halves(ref source, offset + (2 * apart), apart));

    // A part of two rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<TNumber> Halves<TNumber>(ref TNumber source, nint offset, nint apart)
        where TNumber : unmanaged
    {
        ref TNumber first = ref Unsafe.AddByteOffset(ref source, offset);
        return Vector256.Create(Vector128.LoadUnsafe(ref first), Vector128.LoadUnsafe(ref Unsafe.AddByteOffset(ref first, apart)));
    }

    // Vector512.Create of two halves inserts both into an older vector, and waits for that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<TNumber> Joined<TNumber>(Vector256<TNumber> lower, Vector256<TNumber> upper)
        where TNumber : unmanaged => lower.ToVector512Unsafe().WithUpper(upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TNumber>(Vector512<TNumber> values, ref TNumber columns, nint offset)
        where TNumber : unmanaged => values.StoreUnsafe(ref Unsafe.AddByteOffset(ref columns, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TNumber>(Vector256<TNumber> values, ref TNumber columns, nint offset)
        where TNumber : unmanaged => values.StoreUnsafe(ref Unsafe.AddByteOffset(ref columns, offset));
}
