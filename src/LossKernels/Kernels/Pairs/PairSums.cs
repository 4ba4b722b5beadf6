using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Pairs;

/// <summary>
/// Adds up the losses of pairs, a piece at a time while they are in the first-level cache, in an order that depends on their places and on the length of
/// the rows only.
/// </summary>
internal static class PairSums
{
    private const int Line = CacheLine.Bytes / sizeof(double);

    /// <summary>The sum of all losses of a block that is not empty, and that of the squares of the distances of the rows' sums from their mean.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <returns>The sums; of a loss that vouches for usual pairs, not finite also where one is not usual.</returns>
    public static SumAndSpread OfBlock<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        if (ofRows.Length == predictions.Length)
        {
            return OfSingles(predictions, targets, loss);
        }

        return OfRows(predictions, targets, loss, ofRows) || !PairKernel.Vouches<T, TLoss>() ? SpreadSums<T>.Of<double>(ofRows) : SumAndSpread.Unknown;
    }

    /// <summary>Writes the sum of the losses of each row.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="sums">Where the sums go, one for each row.</param>
    /// <returns>Whether all rows of more than one are made of usual pairs, for certain.</returns>
    public static bool OfRows<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> sums)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        int outputs = predictions.Length / Math.Max(sums.Length, 1);
        if (outputs <= 1)
        {
            PairKernel.Losses(predictions, targets, loss, sums);
            return false;
        }

        if (outputs <= PairKernel.Piece)
        {
            return OfRowsTogether(predictions, targets, outputs, loss, sums);
        }

        bool areUsual = true;
        for (int row = 0; row < sums.Length; row++)
        {
            areUsual &= OfPieces(predictions.Slice(row * outputs, outputs), targets.Slice(row * outputs, outputs), loss, out sums[row]);
        }

        return areUsual;
    }

    private static SumAndSpread OfSingles<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        Span<double> memory = Aligned(stackalloc double[Math.Min(SpreadSums<T>.Stretch, predictions.Length) + Line]);
        SpreadSums<T> sums = default;
        for (int i = 0; i < predictions.Length; i += SpreadSums<T>.Stretch)
        {
            int count = Math.Min(SpreadSums<T>.Stretch, predictions.Length - i);
            ReadOnlySpan<T> some = predictions.Slice(i, count);
            ReadOnlySpan<T> someTargets = targets.Slice(i, count);
            Span<float> usual = MemoryMarshal.Cast<double, float>(memory)[..count];
            if (WriteUsual(some, someTargets, loss, usual))
            {
                sums.Add<float>(usual);
            }
            else if (PairKernel.Vouches<T, TLoss>())
            {
                return SumAndSpread.Unknown;
            }
            else
            {
                PairKernel.Losses(some, someTargets, loss, memory[..count]);
                sums.Add<double>(memory[..count]);
            }
        }

        return sums.Total;
    }

    // What is written by vectors of a cache line, and read at once, must not lie across two.
    private static Span<double> Aligned(Span<double> memory)
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<double>(), ref MemoryMarshal.GetReference(memory));
        return memory[(int)(-address / sizeof(double) & (Line - 1))..];
    }

    private static bool OfRowsTogether<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, int outputs, TLoss loss, Span<double> sums)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        int rowsTogether = PairKernel.Piece / outputs;
        Span<double> memory = Aligned(stackalloc double[PairKernel.Piece + Math.Max(PairKernel.Most, ShortRows.Room) + Line]);
        bool areUsual = true;
        for (int row = 0, rows; row < sums.Length; row += rows)
        {
            rows = Math.Min(rowsTogether, sums.Length - row);
            int start = row * outputs;
            int count = rows * outputs;

            // Whole vectors, though the last may go beyond the rows: what is written of that is of no row.
            int some = Math.Min(Lanes.Whole(count, PairKernel.Most), predictions.Length - start);
            areUsual &= AddUp(predictions.Slice(start, some), targets.Slice(start, some), loss, memory, count, sums.Slice(row, rows));
        }

        return areUsual;
    }

    private static bool OfPieces<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, out double total)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        Span<double> memory = Aligned(stackalloc double[PairKernel.Piece + Line]);
        Span<double> ofPiece = stackalloc double[1];
        CompensatedSum sum = default;
        bool areUsual = true;
        for (int i = 0; i < predictions.Length; i += PairKernel.Piece)
        {
            int count = Math.Min(PairKernel.Piece, predictions.Length - i);
            areUsual &= AddUp(predictions.Slice(i, count), targets.Slice(i, count), loss, memory, count, ofPiece);
            sum += ofPiece[0];
        }

        total = sum.Value;
        return areUsual;
    }

    // The sums of some rows, that have so many of the pairs, with room for more than a number for each pair; and whether all are usual for certain.
    private static bool AddUp<T, TLoss>(
        ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> memory, int count, Span<double> sums)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        Span<float> usual = MemoryMarshal.Cast<double, float>(memory);
        if (WriteUsual(predictions, targets, loss, usual[..predictions.Length]))
        {
            AddUp<float, T>(usual, count, sums);
            return true;
        }

        PairKernel.Losses(predictions, targets, loss, memory[..predictions.Length]);
        AddUp<double, T>(memory, count, sums);
        return false;
    }

    private static void AddUp<TNumber, T>(ReadOnlySpan<TNumber> losses, int count, Span<double> sums)
        where TNumber : unmanaged
        where T : unmanaged
    {
        int outputs = count / sums.Length;
        if (outputs is > 1 and <= ShortRows.Longest)
        {
            ShortRows.Write(losses, outputs, sums);
        }
        else
        {
            RowSums.Write<TNumber, T>(losses[..count], sums);
        }
    }

    private static bool WriteUsual<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<float> losses)
        where T : unmanaged
        where TLoss : struct, IPairLoss => PairKernel.IsUsual<T, TLoss>()
        && PairKernel.UsualLosses(MemoryMarshal.Cast<T, float>(predictions), MemoryMarshal.Cast<T, float>(targets), loss, losses);
}
