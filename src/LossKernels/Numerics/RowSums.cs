using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;

namespace LossKernels.Numerics;

/// <summary>Plain sums of short stretches of numbers in double.</summary>
internal static class RowSums
{
    private const int Step = 2 * Half;
    private const int Half = 8;

    /// <summary>The sum of all values: element i goes to the partial sum i mod 16, on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ref T source = ref MemoryMarshal.GetReference(values);
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        nint i = 0;
        for (; i <= values.Length - Step; i += Step)
        {
            low += Wide(in Unsafe.Add(ref source, i));
            high += Wide(in Unsafe.Add(ref source, i + Half));
        }

        if (i < values.Length)
        {
            Lanes16<T> rest = default;
            values[(int)i..].CopyTo(rest);
            low += Wide(in rest[0]);
            high += Wide(in rest[Half]);
        }

        Vector512<double> eight = low + high;
        return Lanes.Sum(eight.GetLower() + eight.GetUpper());
    }

    /// <summary>Eight values in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Wide<T>(ref readonly T source)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Lanes256<T>.WideLower(Vector256.LoadUnsafe(in source))
            : Vector512.LoadUnsafe(in source).As<T, double>();
}
