using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels;

/// <summary>
/// Four sums in double. Of float64 numbers they carry their rounding errors along, after D. E. Knuth's two-sum, which is exact whichever of
/// the terms is larger; of what float32 numbers come to, double is exact enough.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal struct WideSums<T>
    where T : unmanaged
{
    /// <summary>The sums.</summary>
    public Vector256<double> Sums;

    /// <summary>What they lack; of float32 zeros.</summary>
    public Vector256<double> Errors;

    /// <summary>Adds a number to each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<double> values)
    {
        Vector256<double> sums = Sums + values;
        if (typeof(T) == typeof(double))
        {
            Vector256<double> added = sums - Sums;
            Errors += (Sums - (sums - added)) + (values - added);
        }

        Sums = sums;
    }

    /// <summary>Adds to each the sum of other terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(WideSums<T> other)
    {
        Add(other.Sums);
        if (typeof(T) == typeof(double))
        {
            Errors += other.Errors;
        }
    }

    /// <summary>The sums, each rounded once. The error of an infinite one is NaN; kept, it would turn the infinity into a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<double> Rounded() =>
        typeof(T) == typeof(double) ? Sums + (Errors & Vector256.Equals(Errors - Errors, Vector256<double>.Zero)) : Sums;
}
