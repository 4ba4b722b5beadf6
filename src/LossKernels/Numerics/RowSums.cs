using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>Averages of rows of numbers: plain sums in double.</summary>
internal static class RowSums
{
    private const int Step = 2 * Half;
    private const int Half = 8;

    /// <summary>Writes the average of each row. Element i of a row goes to the partial sum i mod 16, on every machine.</summary>
    /// <param name="values">The rows, side by side.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="averages">Where they go, which may be where the values begin.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Averages<T>(ReadOnlySpan<T> values, int rows, Span<double> averages)
        where T : unmanaged
    {
        // Vectors that begin in a row and end behind it meet the next row, if there is one.
        nint width = values.Length / rows;
        nint rest = width % Step;
        nint whole = width - rest;
        nint room = values.Length - Step;
        Lanes16<T> last = default;
        Vector512<double> lanes = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        Vector512<double> isLow = Vector512.LessThan(lanes, Vector512.Create((double)rest));
        Vector512<double> isHigh = Vector512.LessThan(lanes, Vector512.Create((double)rest - Half));
        ref T source = ref MemoryMarshal.GetReference(values);
        nint start = 0;
        for (int r = 0; r < rows; r++, start += width)
        {
            Vector512<double> low = Vector512<double>.Zero;
            Vector512<double> high = Vector512<double>.Zero;
            for (nint i = start; i < start + whole; i += Step)
            {
                low += Widened.Eight(ref source, i);
                high += Widened.Eight(ref source, i + Half);
            }

            scoped ref T end = ref Unsafe.Add(ref source, start + whole);
            if (start + whole > room)
            {
                values.Slice((int)(start + whole), (int)rest).CopyTo(last);
                end = ref last[0];
            }

            low += Widened.Eight(ref end, 0) & isLow;
            high += Widened.Eight(ref end, Half) & isHigh;
            Vector512<double> eight = low + high;
            averages[r] = Lanes.Sum(eight.GetLower() + eight.GetUpper()) / width;
        }
    }
}
