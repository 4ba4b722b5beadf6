using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// Makes one number of the lanes of 512 bits, of several rows at once, so that no operation is on lanes that nobody needs. The order is the same on every machine.
/// </summary>
internal static class StepLanes
{
    /// <summary>Writes of each row what is largest as an integer, so that a NaN and a negative number stay.</summary>
    /// <param name="lanes">The lanes, row by row, with memory for a multiple of eight rows; the results take the first places.</param>
    /// <param name="rows">The number of rows.</param>
    public static void ToLargest<T>(ref T lanes, int rows)
        where T : unmanaged => Join<T, Largest>(ref lanes, rows);

    /// <summary>Writes the sum of each row.</summary>
    /// <param name="lanes">The lanes, row by row, with memory for a multiple of eight rows; the results take the first places.</param>
    /// <param name="rows">The number of rows.</param>
    public static void ToSums<T>(ref T lanes, int rows)
        where T : unmanaged => Join<T, Sum>(ref lanes, rows);

    // What is written has been read: eight rows of sixteen lanes become eight numbers, four of eight lanes four.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Join<T, TJoin>(ref T lanes, nint rows)
        where T : unmanaged
        where TJoin : IJoin
    {
        nint together = Vector256<T>.Count;
        for (nint row = 0; row < rows; row += together)
        {
            ref T first = ref Unsafe.Add(ref lanes, row * Vector512<T>.Count);
            Vector256<T> joined = typeof(T) == typeof(float) ? Eight<T, TJoin>(ref first) : Four<T, TJoin>(ref first, 0, 1, 2, 3);
            joined.StoreUnsafe(ref lanes, (nuint)row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Eight<T, TJoin>(ref T lanes)
        where T : unmanaged
        where TJoin : IJoin => Neighbours<T, TJoin>(Four<T, TJoin>(ref lanes, 0, 2, 4, 6), Four<T, TJoin>(ref lanes, 1, 3, 5, 7));

    // Of four rows 64 bits each, in their order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Four<T, TJoin>(ref T lanes, int a, int b, int c, int d)
        where T : unmanaged
        where TJoin : IJoin
    {
        Vector256<T> first = Quarters<T, TJoin>(Half<T, TJoin>(ref lanes, a), Half<T, TJoin>(ref lanes, c));
        Vector256<T> second = Quarters<T, TJoin>(Half<T, TJoin>(ref lanes, b), Half<T, TJoin>(ref lanes, d));
        Vector256<T> isFirst = Vector256.Create(-1L, 0, -1, 0).As<long, T>();
        Vector256<T> others = Vector256.ConditionalSelect(isFirst, second, first);
        return TJoin.Of(Vector256.ConditionalSelect(isFirst, first, second), Vector256.Shuffle(others.AsInt64(), Vector256.Create(1L, 0, 3, 2)).As<long, T>());
    }

    // The lower half of a row's lanes with the upper one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Half<T, TJoin>(ref T lanes, int row)
        where T : unmanaged
        where TJoin : IJoin
    {
        ref T first = ref Unsafe.Add(ref lanes, row * Vector512<T>.Count);
        return TJoin.Of(Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, (nuint)Vector256<T>.Count));
    }

    // The lower half of one with its upper one, and behind that the same of another.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Quarters<T, TJoin>(Vector256<T> a, Vector256<T> b)
        where T : unmanaged
        where TJoin : IJoin => TJoin.Of(Vector256.Create(a.GetLower(), b.GetLower()), Vector256.Create(a.GetUpper(), b.GetUpper()));

    // The first two of four lanes with each other in even places, those of another in odd ones; of float32.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Neighbours<T, TJoin>(Vector256<T> a, Vector256<T> b)
        where T : unmanaged
        where TJoin : IJoin
    {
        Vector256<T> isFirst = Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).As<int, T>();
        Vector256<T> others = Vector256.ConditionalSelect(isFirst, b, a);
        return TJoin.Of(Vector256.ConditionalSelect(isFirst, a, b), Vector256.Shuffle(others.AsInt32(), Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)).As<int, T>());
    }

    // How two numbers become one.
    private interface IJoin
    {
        static abstract Vector256<T> Of<T>(Vector256<T> a, Vector256<T> b)
            where T : unmanaged;
    }

    private readonly struct Sum : IJoin
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Of<T>(Vector256<T> a, Vector256<T> b)
            where T : unmanaged => a + b;
    }

    private readonly struct Largest : IJoin
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Of<T>(Vector256<T> a, Vector256<T> b)
            where T : unmanaged => Lanes256<T>.MaxBits(a, b);
    }
}
