using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>Numbers of float or double in memory, loaded as double, which is exact.</summary>
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

    /// <summary>One number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double One<T>(T value)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);
}
