using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Numerics;

/// <summary>Writes columns as rows, four or eight numbers side by side of each lane.</summary>
internal static class TurnedColumns
{
    /// <summary>Writes the lanes of four vectors, each lane a stride further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> first, Vector512<T> second, Vector512<T> third, Vector512<T> fourth, ref T destination, nint stride)
        where T : unmanaged
    {
        if (!Avx512F.IsSupported)
        {
            Store(first.GetLower(), second.GetLower(), third.GetLower(), fourth.GetLower(), ref destination, stride);
            Store(
                first.GetUpper(),
                second.GetUpper(),
                third.GetUpper(),
                fourth.GetUpper(),
                ref Unsafe.Add(ref destination, Vector256<T>.Count * stride),
                stride);
        }
        else if (typeof(T) == typeof(float))
        {
            Vector512<double> low = Avx512F.UnpackLow(first.As<T, float>(), second.As<T, float>()).AsDouble();
            Vector512<double> nextLow = Avx512F.UnpackLow(third.As<T, float>(), fourth.As<T, float>()).AsDouble();
            Vector512<double> high = Avx512F.UnpackHigh(first.As<T, float>(), second.As<T, float>()).AsDouble();
            Vector512<double> nextHigh = Avx512F.UnpackHigh(third.As<T, float>(), fourth.As<T, float>()).AsDouble();
            Scatter(Avx512F.UnpackLow(low, nextLow).As<double, T>(), ref destination, 4 * stride);
            Scatter(Avx512F.UnpackHigh(low, nextLow).As<double, T>(), ref Unsafe.Add(ref destination, stride), 4 * stride);
            Scatter(Avx512F.UnpackLow(high, nextHigh).As<double, T>(), ref Unsafe.Add(ref destination, 2 * stride), 4 * stride);
            Scatter(Avx512F.UnpackHigh(high, nextHigh).As<double, T>(), ref Unsafe.Add(ref destination, 3 * stride), 4 * stride);
        }
        else
        {
            Vector512<double> a = first.As<T, double>();
            Vector512<double> b = second.As<T, double>();
            Vector512<double> c = third.As<T, double>();
            Vector512<double> d = fourth.As<T, double>();
            Scatter(Avx512F.UnpackLow(a, b).As<double, T>(), ref destination, 2 * stride);
            Scatter(Avx512F.UnpackLow(c, d).As<double, T>(), ref Unsafe.Add(ref destination, 2), 2 * stride);
            Scatter(Avx512F.UnpackHigh(a, b).As<double, T>(), ref Unsafe.Add(ref destination, stride), 2 * stride);
            Scatter(Avx512F.UnpackHigh(c, d).As<double, T>(), ref Unsafe.Add(ref destination, stride + 2), 2 * stride);
        }
    }

    /// <summary>The same of vectors of half the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> first, Vector256<T> second, Vector256<T> third, Vector256<T> fourth, ref T destination, nint stride)
        where T : unmanaged
    {
        if (!Avx.IsSupported)
        {
            for (int lane = 0; lane < Vector256<T>.Count; lane++)
            {
                ref T row = ref Unsafe.Add(ref destination, lane * stride);
                row = first.GetElement(lane);
                Unsafe.Add(ref row, 1) = second.GetElement(lane);
                Unsafe.Add(ref row, 2) = third.GetElement(lane);
                Unsafe.Add(ref row, 3) = fourth.GetElement(lane);
            }
        }
        else if (typeof(T) == typeof(float))
        {
            Vector256<double> low = Avx.UnpackLow(first.As<T, float>(), second.As<T, float>()).AsDouble();
            Vector256<double> nextLow = Avx.UnpackLow(third.As<T, float>(), fourth.As<T, float>()).AsDouble();
            Vector256<double> high = Avx.UnpackHigh(first.As<T, float>(), second.As<T, float>()).AsDouble();
            Vector256<double> nextHigh = Avx.UnpackHigh(third.As<T, float>(), fourth.As<T, float>()).AsDouble();
            Scatter(Avx.UnpackLow(low, nextLow).As<double, T>(), ref destination, 4 * stride);
            Scatter(Avx.UnpackHigh(low, nextLow).As<double, T>(), ref Unsafe.Add(ref destination, stride), 4 * stride);
            Scatter(Avx.UnpackLow(high, nextHigh).As<double, T>(), ref Unsafe.Add(ref destination, 2 * stride), 4 * stride);
            Scatter(Avx.UnpackHigh(high, nextHigh).As<double, T>(), ref Unsafe.Add(ref destination, 3 * stride), 4 * stride);
        }
        else
        {
            Vector256<double> a = first.As<T, double>();
            Vector256<double> b = second.As<T, double>();
            Vector256<double> c = third.As<T, double>();
            Vector256<double> d = fourth.As<T, double>();
            Scatter(Avx.UnpackLow(a, b).As<double, T>(), ref destination, 2 * stride);
            Scatter(Avx.UnpackLow(c, d).As<double, T>(), ref Unsafe.Add(ref destination, 2), 2 * stride);
            Scatter(Avx.UnpackHigh(a, b).As<double, T>(), ref Unsafe.Add(ref destination, stride), 2 * stride);
            Scatter(Avx.UnpackHigh(c, d).As<double, T>(), ref Unsafe.Add(ref destination, stride + 2), 2 * stride);
        }
    }

    /// <summary>Writes the lanes of eight vectors, each lane a stride further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector512<float> first,
        Vector512<float> second,
        Vector512<float> third,
        Vector512<float> fourth,
        Vector512<float> fifth,
        Vector512<float> sixth,
        Vector512<float> seventh,
        Vector512<float> eighth,
        ref float destination,
        nint stride)
    {
        Vector512<double> a = Avx512F.UnpackLow(first, second).AsDouble();
        Vector512<double> b = Avx512F.UnpackLow(third, fourth).AsDouble();
        Vector512<double> c = Avx512F.UnpackLow(fifth, sixth).AsDouble();
        Vector512<double> d = Avx512F.UnpackLow(seventh, eighth).AsDouble();
        StoreEights(Avx512F.UnpackLow(a, b), Avx512F.UnpackLow(c, d), ref destination, stride);
        StoreEights(Avx512F.UnpackHigh(a, b), Avx512F.UnpackHigh(c, d), ref Unsafe.Add(ref destination, stride), stride);
        a = Avx512F.UnpackHigh(first, second).AsDouble();
        b = Avx512F.UnpackHigh(third, fourth).AsDouble();
        c = Avx512F.UnpackHigh(fifth, sixth).AsDouble();
        d = Avx512F.UnpackHigh(seventh, eighth).AsDouble();
        StoreEights(Avx512F.UnpackLow(a, b), Avx512F.UnpackLow(c, d), ref Unsafe.Add(ref destination, 2 * stride), stride);
        StoreEights(Avx512F.UnpackHigh(a, b), Avx512F.UnpackHigh(c, d), ref Unsafe.Add(ref destination, 3 * stride), stride);
    }

    // Four lanes of each in every part of 128 bits: of a row, and of each fourth behind it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEights(Vector512<double> left, Vector512<double> right, ref float destination, nint stride)
    {
        Vector512<double> even = Avx512F.PermuteVar8x64x2(left, Vector512.Create(0L, 1, 8, 9, 4, 5, 12, 13), right);
        Vector512<double> odd = Avx512F.PermuteVar8x64x2(left, Vector512.Create(2L, 3, 10, 11, 6, 7, 14, 15), right);
        even.GetLower().AsSingle().StoreUnsafe(ref destination);
        odd.GetLower().AsSingle().StoreUnsafe(ref destination, (nuint)(4 * stride));
        even.GetUpper().AsSingle().StoreUnsafe(ref destination, (nuint)(8 * stride));
        odd.GetUpper().AsSingle().StoreUnsafe(ref destination, (nuint)(12 * stride));
    }

    // Its parts of 128 bits, one some way behind the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter<T>(Vector512<T> parts, ref T destination, nint apart)
        where T : unmanaged
    {
        Scatter(parts.GetLower(), ref destination, apart);
        Scatter(parts.GetUpper(), ref Unsafe.Add(ref destination, 2 * apart), apart);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter<T>(Vector256<T> parts, ref T destination, nint apart)
        where T : unmanaged
    {
        parts.GetLower().StoreUnsafe(ref destination);
        parts.GetUpper().StoreUnsafe(ref destination, (nuint)apart);
    }
}
