using System.Buffers;
using System.Runtime.InteropServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>
/// Adds up the losses of elements, which then need not be written down in double. The sums have the bits of those of losses that are.
/// </summary>
internal static class ElementSums
{
    /// <summary>The sum of the average losses of rows, and that of the squares of their distances from the mean.</summary>
    /// <param name="values">The values, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <returns>The sums; unknown where a value or a target needs a second look.</returns>
    public static SumAndSpread OfBlock<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T> => ofRows.Length == values.Length
            ? OfElements(values, targets, loss, MemoryMarshal.Cast<double, T>(ofRows))
            : OfRows(values, targets, loss, ofRows);

    private static SumAndSpread OfElements<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> memory)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T>
    {
        SpreadSums<T> sums = default;
        bool isSoft = false;
        for (int i = 0; i < values.Length; i += SpreadSums<T>.Stretch)
        {
            int count = Math.Min(SpreadSums<T>.Stretch, values.Length - i);
            if (!ElementKernel.MapUsual(values.Slice(i, count), targets.Slice(i, count), loss, memory, ref isSoft))
            {
                return SumAndSpread.Unknown;
            }

            sums.Add<T>(memory[..count]);
        }

        return sums.Total;
    }

    // The averages of the rows, a few rows at a time.
    private static SumAndSpread OfRows<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T>
    {
        int outputs = values.Length / ofRows.Length;
        int rowsTogether = Math.Max(1, ElementKernel.Piece / outputs);
        T[] memory = ArrayPool<T>.Shared.Rent(rowsTogether * outputs);
        bool isUsual = true;
        bool isSoft = false;
        for (int row = 0, rows; isUsual && row < ofRows.Length; row += rows)
        {
            rows = Math.Min(rowsTogether, ofRows.Length - row);
            int count = rows * outputs;
            Span<T> losses = memory.AsSpan(0, count);
            isUsual = ElementKernel.MapUsual(values.Slice(row * outputs, count), targets.Slice(row * outputs, count), loss, losses, ref isSoft);
            RowSums.Averages<T>(losses, rows, ofRows[row..]);
        }

        ArrayPool<T>.Shared.Return(memory);
        return isUsual ? SpreadSums<T>.Of<double>(ofRows) : SumAndSpread.Unknown;
    }
}
