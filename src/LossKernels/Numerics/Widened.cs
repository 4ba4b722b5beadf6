using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Numerics;

/// <summary>Numbers of float or double in memory, loaded as double, which is exact, and the way back.</summary>
internal static class Widened
{
    /// <summary>Four numbers from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Four<T>(ref T source, nint index)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref source), (nuint)index).ToVector256Unsafe())
            : Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref source), (nuint)index);

    /// <summary>Eight numbers from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Eight<T>(ref T source, nint index)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Lanes256<T>.WideLower(Vector256.LoadUnsafe(ref source, (nuint)index))
            : Vector512.LoadUnsafe(ref Unsafe.As<T, double>(ref source), (nuint)index);

    /// <summary>Eight doubles rounded to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Narrowed(Vector512<double> values) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector256Single(values)
        : Vector256.Narrow(values.GetLower(), values.GetUpper());

    /// <summary>Writes eight doubles, rounded, from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<double> values, ref T destination, nint index)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Narrowed(values).StoreUnsafe(ref Unsafe.As<T, float>(ref destination), (nuint)index);
        }
        else
        {
            values.StoreUnsafe(ref Unsafe.As<T, double>(ref destination), (nuint)index);
        }
    }

    /// <summary>Writes eight doubles, none of them negative but for infinity, as the least numbers that are not smaller, from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUp<T>(Vector512<double> values, ref T destination, nint index)
        where T : unmanaged
    {
        Store(values, ref destination, index);
        Nudge(Vector512.LessThan(Eight(ref destination, index), values), 1, ref destination, index);
    }

    /// <summary>The same as the largest numbers that are not larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreDown<T>(Vector512<double> values, ref T destination, nint index)
        where T : unmanaged
    {
        Store(values, ref destination, index);
        Nudge(Vector512.GreaterThan(Eight(ref destination, index), values), -1, ref destination, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Nudge<T>(Vector512<double> mask, int by, ref T destination, nint index)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            ref int bits = ref Unsafe.As<T, int>(ref destination);
            Vector256<int> moved = Vector256.Narrow(mask.GetLower().AsInt64(), mask.GetUpper().AsInt64()) & Vector256.Create(by);
            (Vector256.LoadUnsafe(ref bits, (nuint)index) + moved).StoreUnsafe(ref bits, (nuint)index);
        }
    }

    /// <summary>One number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double One<T>(T value)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    /// <summary>Writes numbers as double.</summary>
    public static void All<T>(ReadOnlySpan<T> values, Span<double> wide)
        where T : unmanaged
    {
        ref T source = ref MemoryMarshal.GetReference(values);
        ref double destination = ref MemoryMarshal.GetReference(wide[..values.Length]);
        int i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Four(ref source, i).StoreUnsafe(ref destination, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            wide[i] = One(values[i]);
        }
    }
}
