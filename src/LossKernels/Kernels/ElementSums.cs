using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Adds up the losses of elements whose targets are all 0 or 1, which then need not be written down in double. Their order depends on their places and
/// on the length of the rows only.
/// </summary>
internal static class ElementSums
{
    // So many elements are taken at a time; of longer rows, the losses are held as long.
    private const int Together = 512;

    private const int Step = 16;

    /// <summary>The sum of all losses of a block, and that of the squares of the distances of the rows' sums from their mean.</summary>
    /// <param name="values">The values, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <returns>The sums; NaN where a value or a target needs a second look.</returns>
    public static (CompensatedSum Losses, double Squares) OfBlock<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T>
    {
        if (ofRows.Length == values.Length)
        {
            // A piece at a time, so that where there is anything unusual little was done in vain.
            Span<T> losses = MemoryMarshal.Cast<double, T>(ofRows)[..values.Length];
            bool isUsual = true;
            for (int i = 0; isUsual && i < values.Length; i += Together)
            {
                int count = Math.Min(Together, values.Length - i);
                isUsual = ElementKernel.MapUsual(values.Slice(i, count), targets.Slice(i, count), loss, losses[i..]);
            }

            return isUsual ? OfValues<T>(losses) : (new CompensatedSum(double.NaN, 0), 0);
        }

        if (!WriteRows(values, targets, loss, ofRows))
        {
            return (new CompensatedSum(double.NaN, 0), 0);
        }

        CompensatedSum sum = CompensatedSum.Of(ofRows);
        return (sum, Deviations.Squares(ofRows, sum.Value / ofRows.Length));
    }

    private static bool WriteRows<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T>
    {
        int outputs = values.Length / ofRows.Length;
        int rowsTogether = Math.Max(1, Together / outputs);
        Span<T> some = stackalloc T[Together + Step];
        for (int row = 0; row < ofRows.Length; row += rowsTogether)
        {
            int end = Math.Min(row + rowsTogether, ofRows.Length) * outputs;
            ofRows[row..(end / outputs)].Clear();
            for (int i = row * outputs; i < end; i += Together)
            {
                int count = Math.Min(Together, end - i);
                if (!ElementKernel.MapUsual(values.Slice(i, count), targets.Slice(i, count), loss, some[..count]))
                {
                    return false;
                }

                int length = Math.Min(outputs, count);
                for (int start = 0; start < count; start += length)
                {
                    ofRows[(i + start) / outputs] += OfRow(in some[start], length);
                }
            }
        }

        return true;
    }

    // Element i goes to the partial sum i mod 16, on every machine. Behind the row there is room for as many.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double OfRow<T>(ref readonly T row, nint length)
        where T : unmanaged
    {
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        nint i = 0;
        for (; i <= length - Step; i += Step)
        {
            low += Wide(in Unsafe.Add(ref Unsafe.AsRef(in row), i));
            high += Wide(in Unsafe.Add(ref Unsafe.AsRef(in row), i + (Step / 2)));
        }

        Vector512<double> rest = Vector512.Create((double)(length - i));
        Vector512<double> places = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        low += Wide(in Unsafe.Add(ref Unsafe.AsRef(in row), i)) & Vector512.LessThan(places, rest);
        high += Wide(in Unsafe.Add(ref Unsafe.AsRef(in row), i + (Step / 2))) & Vector512.LessThan(places + Vector512.Create((double)(Step / 2)), rest);
        return Vector512.Sum(low + high);
    }

    // The sum, and the squares about the mean. Element i goes to the partial sum i mod 16, on every machine. Of float32 double is exact enough for as
    // many terms as a block has; of float64 the sums carry their rounding errors along, after D. E. Knuth's two-sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static (CompensatedSum Losses, double Squares) OfValues<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ref T source = ref MemoryMarshal.GetReference(values);
        double first = ToDouble(values[0]);
        Vector512<double> center = Vector512.Create(first);
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        Vector512<double> lowErrors = Vector512<double>.Zero;
        Vector512<double> highErrors = Vector512<double>.Zero;
        Vector512<double> lowSquares = Vector512<double>.Zero;
        Vector512<double> highSquares = Vector512<double>.Zero;
        nint i = 0;
        for (; i <= values.Length - Step; i += Step)
        {
            Vector512<double> a = Wide(in Unsafe.Add(ref source, i));
            Vector512<double> b = Wide(in Unsafe.Add(ref source, i + (Step / 2)));
            if (typeof(T) == typeof(float))
            {
                low += a;
                high += b;
            }
            else
            {
                low = TwoSum(low, a, ref lowErrors);
                high = TwoSum(high, b, ref highErrors);
            }

            lowSquares = Vector512.FusedMultiplyAdd(a - center, a - center, lowSquares);
            highSquares = Vector512.FusedMultiplyAdd(b - center, b - center, highSquares);
        }

        Span<double> ends = stackalloc double[2 * Step];
        low.StoreUnsafe(ref ends[0]);
        high.StoreUnsafe(ref ends[Step / 2]);
        lowErrors.StoreUnsafe(ref ends[Step]);
        highErrors.StoreUnsafe(ref ends[Step + (Step / 2)]);
        double squares = Vector512.Sum(lowSquares + highSquares);
        for (int lane = 0; i < values.Length; i++, lane++)
        {
            double value = ToDouble(Unsafe.Add(ref source, i));
            ends[lane] += value;
            squares += (value - first) * (value - first);
        }

        CompensatedSum sum = CompensatedSum.Of(ends);
        double offset = (sum.Value / values.Length) - first;
        return (sum, squares - (offset * offset * values.Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> TwoSum(Vector512<double> a, Vector512<double> b, ref Vector512<double> errors)
    {
        Vector512<double> sum = a + b;
        Vector512<double> added = sum - a;
        errors += (a - (sum - added)) + (b - added);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Wide<T>(ref readonly T source)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Lanes256<T>.WideLower(Vector256.LoadUnsafe(in source))
            : Vector512.LoadUnsafe(in source).As<T, double>();

    private static double ToDouble<T>(T value)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);
}
