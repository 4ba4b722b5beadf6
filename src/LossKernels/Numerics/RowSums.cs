using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// Sums of rows of numbers in double. Those of what comes of float64 carry their rounding errors along, after D. E. Knuth's two-sum, which is exact
/// whichever of the terms is larger.
/// </summary>
internal static class RowSums
{
    private const int Step = 2 * Half;
    private const int Half = 8;

    /// <summary>Writes the average of each row, added up plainly.</summary>
    /// <param name="values">The rows, side by side.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="averages">Where they go, which may be where the values begin.</param>
    public static void Averages<T>(ReadOnlySpan<T> values, int rows, Span<double> averages)
        where T : unmanaged => Write<T, float>(values, averages[..rows], values.Length / rows);

    /// <summary>Writes the sum of each row.</summary>
    /// <typeparam name="TNumber">float or double: what the numbers are.</typeparam>
    /// <typeparam name="T">float or double: the data type of what they are made of.</typeparam>
    /// <param name="values">The rows, side by side.</param>
    /// <param name="sums">Where the sums go, one for each row.</param>
    public static void Write<TNumber, T>(ReadOnlySpan<TNumber> values, Span<double> sums)
        where TNumber : unmanaged
        where T : unmanaged => Write<TNumber, T>(values, sums, 1);

    // Element i of a row goes to the partial sum i mod 16, on every machine.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Write<TNumber, T>(ReadOnlySpan<TNumber> values, Span<double> sums, double divisor)
        where TNumber : unmanaged
        where T : unmanaged
    {
        nint width = values.Length / sums.Length;
        nint rest = width % Step;
        nint whole = width - rest;
        Vector512<double> lanes = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        Vector512<double> isLow = Vector512.LessThan(lanes, Vector512.Create((double)rest));
        Vector512<double> isHigh = Vector512.LessThan(lanes, Vector512.Create((double)rest - Half));
        ref TNumber source = ref MemoryMarshal.GetReference(values);
        ref double sum = ref MemoryMarshal.GetReference(sums);

        // Vectors that begin in a row and end behind it meet the next row, if there is one.
        nint room = values.Length - Step;
        nint start = 0;
        nint row = 0;
        for (; row < sums.Length && start + whole <= room; row++, start += width)
        {
            ref TNumber first = ref Unsafe.Add(ref source, start);
            Unsafe.Add(ref sum, row) = OfRow<TNumber, T>(ref first, whole, ref Unsafe.Add(ref first, whole), isLow, isHigh) / divisor;
        }

        for (; row < sums.Length; row++, start += width)
        {
            Lanes16<TNumber> last = default;
            values.Slice((int)(start + whole), (int)rest).CopyTo(last);
            Unsafe.Add(ref sum, row) = OfRow<TNumber, T>(ref Unsafe.Add(ref source, start), whole, ref last[0], isLow, isHigh) / divisor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double OfRow<TNumber, T>(ref TNumber first, nint whole, ref TNumber end, Vector512<double> isLow, Vector512<double> isHigh)
        where TNumber : unmanaged
        where T : unmanaged
    {
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        Vector512<double> errors = Vector512<double>.Zero;
        for (nint i = 0; i < whole; i += Step)
        {
            low = Sum<T>(low, Widened.Eight(ref first, i), ref errors);
            high = Sum<T>(high, Widened.Eight(ref first, i + Half), ref errors);
        }

        low = Sum<T>(low, Widened.Eight(ref end, 0) & isLow, ref errors);
        high = Sum<T>(high, Widened.Eight(ref end, Half) & isHigh, ref errors);
        Vector512<double> eight = Sum<T>(low, high, ref errors);
        if (typeof(T) == typeof(double))
        {
            // The error of an infinite sum is NaN; kept, it would turn the infinity into a NaN.
            eight += errors & Vector512.Equals(errors, errors);
        }

        return Lanes.Sum(eight.GetLower() + eight.GetUpper());
    }

    /// <summary>Adds, and what of float64 the sum lacks to the errors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sum<T>(Vector512<double> a, Vector512<double> b, ref Vector512<double> errors)
    {
        Vector512<double> sum = a + b;
        if (typeof(T) == typeof(double))
        {
            Vector512<double> added = sum - a;
            errors += (a - (sum - added)) + (b - added);
        }

        return sum;
    }
}
