using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Numerics;

/// <summary>Writes two or three columns as rows, the lanes of the same number side by side and nothing between them.</summary>
internal static class Interleaved
{
    /// <summary>Writes pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> first, Vector512<T> second, ref T destination)
        where T : unmanaged
    {
        if (!Avx512F.IsSupported)
        {
            Store(first.GetLower(), second.GetLower(), ref destination);
            Store(first.GetUpper(), second.GetUpper(), ref Unsafe.Add(ref destination, Vector512<T>.Count));
        }
        else if (typeof(T) == typeof(float))
        {
            Vector512<int> places = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            StoreMixed(first.As<T, float>(), places, second.As<T, float>(), ref Unsafe.As<T, float>(ref destination), 0);
            StoreMixed(first.As<T, float>(), places + Vector512.Create(8), second.As<T, float>(), ref Unsafe.As<T, float>(ref destination), 1);
        }
        else
        {
            Vector512<long> places = Vector512.Create(0, 8, 1, 9, 2, 10, 3, 11);
            StoreMixed(first.As<T, double>(), places, second.As<T, double>(), ref Unsafe.As<T, double>(ref destination), 0);
            StoreMixed(first.As<T, double>(), places + Vector512.Create(4L), second.As<T, double>(), ref Unsafe.As<T, double>(ref destination), 1);
        }
    }

    /// <summary>Writes pairs of vectors of half the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> first, Vector256<T> second, ref T destination)
        where T : unmanaged
    {
        if (!Avx.IsSupported)
        {
            for (int lane = 0; lane < Vector256<T>.Count; lane++)
            {
                Unsafe.Add(ref destination, 2 * lane) = first.GetElement(lane);
                Unsafe.Add(ref destination, (2 * lane) + 1) = second.GetElement(lane);
            }

            return;
        }

        if (Avx512F.IsSupported && typeof(T) == typeof(float))
        {
            StoreMixed(
                first.As<T, float>().ToVector512Unsafe(),
                Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
                second.As<T, float>().ToVector512Unsafe(),
                ref Unsafe.As<T, float>(ref destination),
                0);
            return;
        }

        // The halves of both are mixed first.
        Vector256<T> low = typeof(T) == typeof(float)
            ? Avx.UnpackLow(first.As<T, float>(), second.As<T, float>()).As<float, T>()
            : Avx.UnpackLow(first.As<T, double>(), second.As<T, double>()).As<double, T>();
        Vector256<T> high = typeof(T) == typeof(float)
            ? Avx.UnpackHigh(first.As<T, float>(), second.As<T, float>()).As<float, T>()
            : Avx.UnpackHigh(first.As<T, double>(), second.As<T, double>()).As<double, T>();
        Vector256.Create(low.GetLower(), high.GetLower()).StoreUnsafe(ref destination);
        Vector256.Create(low.GetUpper(), high.GetUpper()).StoreUnsafe(ref destination, (nuint)Vector256<T>.Count);
    }

    /// <summary>Writes triples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> first, Vector512<T> second, Vector512<T> third, ref T destination)
        where T : unmanaged
    {
        if (!Avx512F.IsSupported)
        {
            Store(first.GetLower(), second.GetLower(), third.GetLower(), ref destination);
            Store(first.GetUpper(), second.GetUpper(), third.GetUpper(), ref Unsafe.Add(ref destination, 3 * Vector256<T>.Count));
        }
        else if (typeof(T) == typeof(float))
        {
            // The first two, and room for the third.
            ref float to = ref Unsafe.As<T, float>(ref destination);
            Vector512<float> a = first.As<T, float>();
            Vector512<float> b = second.As<T, float>();
            Vector512<float> c = third.As<T, float>();
            Vector512<float> start = Avx512F.PermuteVar16x32x2(a, Vector512.Create(0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5), b);
            Vector512<float> middle = Avx512F.PermuteVar16x32x2(a, Vector512.Create(21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26), b);
            Vector512<float> end = Avx512F.PermuteVar16x32x2(a, Vector512.Create(0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0), b);
            StoreMixed(start, Vector512.Create(0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15), c, ref to, 0);
            StoreMixed(middle, Vector512.Create(0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15), c, ref to, 1);
            StoreMixed(end, Vector512.Create(26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31), c, ref to, 2);
        }
        else
        {
            ref double to = ref Unsafe.As<T, double>(ref destination);
            Vector512<double> a = first.As<T, double>();
            Vector512<double> b = second.As<T, double>();
            Vector512<double> c = third.As<T, double>();
            Vector512<double> start = Avx512F.PermuteVar8x64x2(a, Vector512.Create(0L, 8, 0, 1, 9, 0, 2, 10), b);
            Vector512<double> middle = Avx512F.PermuteVar8x64x2(a, Vector512.Create(0L, 3, 11, 0, 4, 12, 0, 5), b);
            Vector512<double> end = Avx512F.PermuteVar8x64x2(a, Vector512.Create(13L, 0, 6, 14, 0, 7, 15, 0), b);
            StoreMixed(start, Vector512.Create(0L, 1, 8, 3, 4, 9, 6, 7), c, ref to, 0);
            StoreMixed(middle, Vector512.Create(10L, 1, 2, 11, 4, 5, 12, 7), c, ref to, 1);
            StoreMixed(end, Vector512.Create(0L, 13, 2, 3, 14, 5, 6, 15), c, ref to, 2);
        }
    }

    /// <summary>Writes triples of vectors of half the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> first, Vector256<T> second, Vector256<T> third, ref T destination)
        where T : unmanaged
    {
        for (int lane = 0; lane < Vector256<T>.Count; lane++)
        {
            Unsafe.Add(ref destination, 3 * lane) = first.GetElement(lane);
            Unsafe.Add(ref destination, (3 * lane) + 1) = second.GetElement(lane);
            Unsafe.Add(ref destination, (3 * lane) + 2) = third.GetElement(lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreMixed(Vector512<float> first, Vector512<int> places, Vector512<float> second, ref float destination, nint vector) =>
        Avx512F.PermuteVar16x32x2(first, places, second).StoreUnsafe(ref destination, (nuint)(vector * Vector512<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreMixed(Vector512<double> first, Vector512<long> places, Vector512<double> second, ref double destination, nint vector) =>
        Avx512F.PermuteVar8x64x2(first, places, second).StoreUnsafe(ref destination, (nuint)(vector * Vector512<double>.Count));
}
