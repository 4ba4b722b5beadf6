using System.Buffers;
using System.Runtime.InteropServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Adds up the losses of elements whose targets are all 0 or 1, which then need not be written down in double. The sums have the bits of those of
/// losses that are.
/// </summary>
internal static class ElementSums
{
    // So many elements are taken at a time; of longer rows, the losses are held as long.
    private const int Together = 512;

    /// <summary>The sum of the average losses of rows, and that of the squares of their distances from the mean.</summary>
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

            return isUsual ? OfNumbers<T>(losses) : (new CompensatedSum(double.NaN, 0), 0);
        }

        if (!WriteRows(values, targets, loss, ofRows))
        {
            return (new CompensatedSum(double.NaN, 0), 0);
        }

        return OfNumbers<double>(ofRows);
    }

    private static (CompensatedSum Losses, double Squares) OfNumbers<T>(ReadOnlySpan<T> losses)
        where T : unmanaged
    {
        CompensatedSum sum = CompensatedSum.OfNumbers(losses);
        return (sum, Deviations.Squares(losses, sum.Value / losses.Length));
    }

    // The averages of the rows, a few rows at a time.
    private static bool WriteRows<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T>
    {
        int outputs = values.Length / ofRows.Length;
        int rowsTogether = Math.Max(1, Together / outputs);
        T[] memory = ArrayPool<T>.Shared.Rent(rowsTogether * outputs);
        bool isUsual = true;
        for (int row = 0, rows; isUsual && row < ofRows.Length; row += rows)
        {
            rows = Math.Min(rowsTogether, ofRows.Length - row);
            int count = rows * outputs;
            ReadOnlySpan<T> losses = memory.AsSpan(0, count);
            isUsual = ElementKernel.MapUsual(values.Slice(row * outputs, count), targets.Slice(row * outputs, count), loss, memory.AsSpan(0, count));
            for (int r = 0; r < rows; r++)
            {
                ofRows[row + r] = RowSums.Of(losses.Slice(r * outputs, outputs)) / outputs;
            }
        }

        ArrayPool<T>.Shared.Return(memory);
        return isUsual;
    }
}
