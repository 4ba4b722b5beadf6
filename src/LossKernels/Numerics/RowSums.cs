using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
            low += Widened.Eight(ref source, i);
            high += Widened.Eight(ref source, i + Half);
        }

        if (i < values.Length)
        {
            Lanes16<T> rest = default;
            values[(int)i..].CopyTo(rest);
            low += Widened.Eight(ref rest[0], 0);
            high += Widened.Eight(ref rest[Half], 0);
        }

        Vector512<double> eight = low + high;
        return Lanes.Sum(eight.GetLower() + eight.GetUpper());
    }
}
