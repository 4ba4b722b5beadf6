using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Adds up the losses of pairs without writing them down, in an order that depends on their places and on the length of the rows only.
/// </summary>
internal static class PairSums
{
    private const int Count = PairKernel.Count;

    // Longer rows are added up one after the other.
    private const int LongestShortRow = 8;

    /// <summary>The sum of all losses of a block that is not empty, and that of the squares of the distances of the rows' sums from their mean.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    public static (CompensatedSum Losses, double Squares) OfBlock<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        int rows = ofRows.Length;
        int outputs = predictions.Length / rows;
        if (outputs > LongestShortRow)
        {
            OfRows(predictions, targets, loss, ofRows);
            CompensatedSum sum = CompensatedSum.Of(ofRows);
            return (sum, Deviations.Squares(ofRows, sum.Value / rows));
        }

        // From any of the sums the squares are not large beside those from the mean.
        OfRows(predictions[..outputs], targets[..outputs], loss, ofRows[..1]);
        double first = ofRows[0];
        (CompensatedSum losses, double squares) = outputs switch
        {
            1 => OfShortRows<T, TLoss, RowsOfOne>(predictions, targets, outputs, loss, first),
            2 => OfShortRows<T, TLoss, RowsOfTwo>(predictions, targets, outputs, loss, first),
            3 => OfShortRows<T, TLoss, RowsOfThree>(predictions, targets, outputs, loss, first),
            <= Count => OfShortRows<T, TLoss, NarrowRows>(predictions, targets, outputs, loss, first),
            _ => OfShortRows<T, TLoss, WideRows>(predictions, targets, outputs, loss, first),
        };
        double offset = (losses.Value / rows) - first;
        return (losses, squares - (offset * offset * rows));
    }

    /// <summary>Writes the sum of the losses of each row.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="sums">Where the sums go, one for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OfRows<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> sums)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        nint outputs = predictions.Length / Math.Max(sums.Length, 1);
        if (outputs <= 1)
        {
            PairKernel.Losses(predictions, targets, loss, sums);
            return;
        }

        // A vector that begins in a row and ends behind it meets the next row; there is none behind the last.
        int rest = (int)(outputs % Count);
        Span<T> ends = stackalloc T[2 * Count];
        ends.Clear();
        predictions[^rest..].CopyTo(ends);
        targets[^rest..].CopyTo(ends[Count..]);
        Span<double> lanes = stackalloc double[Count * Count];
        ref T end = ref MemoryMarshal.GetReference(ends);
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        Vector256<double> isOfRow = IsBefore(rest);
        nint whole = outputs - rest;
        nint i = 0;
        int row = 0;

        // One loop for all rows: memory is foreseen by the instruction that reads it.
        for (; row < sums.Length - Count; row += Count)
        {
            for (int lane = 0; lane < Count * Count; lane += Count, i += outputs)
            {
                Along(
                    ref Unsafe.Add(ref prediction, i),
                    ref Unsafe.Add(ref target, i),
                    whole,
                    ref Unsafe.Add(ref prediction, i + whole),
                    ref Unsafe.Add(ref target, i + whole),
                    isOfRow,
                    loss).StoreUnsafe(ref lanes[lane]);
            }

            Joined(
                Vector256.LoadUnsafe(ref lanes[0]),
                Vector256.LoadUnsafe(ref lanes[Count]),
                Vector256.LoadUnsafe(ref lanes[2 * Count]),
                Vector256.LoadUnsafe(ref lanes[3 * Count])).StoreUnsafe(ref sums[row]);
        }

        for (; row < sums.Length; row++, i += outputs)
        {
            bool isLast = row == sums.Length - 1;
            Vector256<double> single = Along(
                ref Unsafe.Add(ref prediction, i),
                ref Unsafe.Add(ref target, i),
                whole,
                ref isLast ? ref end : ref Unsafe.Add(ref prediction, i + whole),
                ref isLast ? ref Unsafe.Add(ref end, Count) : ref Unsafe.Add(ref target, i + whole),
                isOfRow,
                loss);
            sums[row] = Joined(single, single, single, single).ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static (CompensatedSum Losses, double Squares) OfShortRows<T, TLoss, TRows>(
        ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, nint outputs, TLoss loss, double middle)
        where T : unmanaged
        where TLoss : struct, IPairLoss
        where TRows : IShortRows
    {
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        Span<double> ends = stackalloc double[4 * Count];
        WideSums<T> even = default;
        WideSums<T> odd = default;
        Vector256<double> center = Vector256.Create(middle);
        Vector256<double> evenSquares = default;
        Vector256<double> oddSquares = default;

        // A vector that begins in a row and ends behind it meets the next row, so that there has to be one.
        Vector256<double> isOfRow = IsBefore(outputs > Count ? outputs - Count : outputs);
        nint end = predictions.Length - (7 * outputs) - TRows.Room;
        nint i = 0;
        for (; i <= end; i += 8 * outputs)
        {
            nint half = i + (4 * outputs);
            Vector256<double> first = TRows.SumsOfFour(ref Unsafe.Add(ref prediction, i), ref Unsafe.Add(ref target, i), outputs, isOfRow, loss);
            Vector256<double> second = TRows.SumsOfFour(ref Unsafe.Add(ref prediction, half), ref Unsafe.Add(ref target, half), outputs, isOfRow, loss);
            even.Add(first);
            odd.Add(second);
            evenSquares = Vector256.FusedMultiplyAdd(first - center, first - center, evenSquares);
            oddSquares = Vector256.FusedMultiplyAdd(second - center, second - center, oddSquares);
        }

        // Through memory: a sum whose address is taken would be kept there all the way. The error of an infinite sum is NaN; kept, it would
        // turn the infinity into a NaN.
        even.Sums.StoreUnsafe(ref ends[0]);
        odd.Sums.StoreUnsafe(ref ends[Count]);
        even.Errors.StoreUnsafe(ref ends[2 * Count]);
        odd.Errors.StoreUnsafe(ref ends[3 * Count]);
        CompensatedSum total = default;
        for (int lane = 0; lane < 2 * Count; lane++)
        {
            double error = ends[(2 * Count) + lane];
            total += new CompensatedSum(ends[lane], double.IsFinite(error) ? error : 0);
        }

        double squares = Lanes.Sum(evenSquares + oddSquares);
        for (; i < predictions.Length; i += outputs)
        {
            double sum = 0;
            for (nint output = i; output < i + outputs; output++)
            {
                sum += PairKernel.Loss(Unsafe.Add(ref prediction, output), Unsafe.Add(ref target, output), loss);
            }

            total += sum;
            squares += (sum - middle) * (sum - middle);
        }

        return (total, squares);
    }

    // Four sums of a row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Along<T, TLoss>(
        ref T prediction, ref T target, nint whole, ref T restOfPrediction, ref T restOfTarget, Vector256<double> isOfRow, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        WideSums<T> even = default;
        WideSums<T> odd = default;
        nint i = 0;
        for (; i <= whole - (2 * Count); i += 2 * Count)
        {
            even.Add(At(ref prediction, ref target, i, loss));
            odd.Add(At(ref prediction, ref target, i + Count, loss));
        }

        if (i < whole)
        {
            even.Add(At(ref prediction, ref target, i, loss));
        }

        // Last, as memory is foreseen best by who reads it in order.
        odd.Add(At(ref restOfPrediction, ref restOfTarget, 0, loss) & isOfRow);
        even.Add(odd);
        return even.Rounded();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> At<T, TLoss>(ref T prediction, ref T target, nint i, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss => loss.Loss(Widened.Four(ref prediction, i), Widened.Four(ref target, i));

    // The sum of the lanes of each of four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Joined(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        Vector256<double> isLow = Vector256.Create(-1L, -1, 0, 0).AsDouble();
        Vector256<double> ab = JoinedPairs(a, b);
        Vector256<double> cd = JoinedPairs(c, d);
        return Vector256.ConditionalSelect(isLow, ab, cd) + Vector256.Shuffle(Vector256.ConditionalSelect(isLow, cd, ab), Vector256.Create(2L, 3, 0, 1));
    }

    // The sums of the first two lanes of each, and of its last two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> JoinedPairs(Vector256<double> a, Vector256<double> b)
    {
        Vector256<double> isEven = Vector256.Create(-1L, 0, -1, 0).AsDouble();
        return Vector256.ConditionalSelect(isEven, a, b) + Vector256.Shuffle(Vector256.ConditionalSelect(isEven, b, a), Vector256.Create(1L, 0, 3, 2));
    }

    private static Vector256<double> IsBefore(nint lane) => Vector256.LessThan(Vector256.Create(0.0, 1, 2, 3), Vector256.Create((double)lane));

    // How rows lie in vectors.
    private interface IShortRows
    {
        // The numbers that are loaded from the start of the last row on.
        static abstract int Room { get; }

        static abstract Vector256<double> SumsOfFour<T, TLoss>(ref T prediction, ref T target, nint outputs, Vector256<double> isOfRow, TLoss loss)
            where T : unmanaged
            where TLoss : struct, IPairLoss;
    }

    private readonly struct RowsOfOne : IShortRows
    {
        public static int Room => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T, TLoss>(ref T prediction, ref T target, nint outputs, Vector256<double> isOfRow, TLoss loss)
            where T : unmanaged
            where TLoss : struct, IPairLoss => At(ref prediction, ref target, 0, loss);
    }

    private readonly struct RowsOfTwo : IShortRows
    {
        public static int Room => 2;

        // Those of the first and the third row, and of the second and the fourth.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T, TLoss>(ref T prediction, ref T target, nint outputs, Vector256<double> isOfRow, TLoss loss)
            where T : unmanaged
            where TLoss : struct, IPairLoss => JoinedPairs(At(ref prediction, ref target, 0, loss), At(ref prediction, ref target, Count, loss));
    }

    private readonly struct RowsOfThree : IShortRows
    {
        public static int Room => 3;

        // Three vectors have the rows a, b, c, d as aaab bbcc cddd: in every lane there is one loss of each place in a row.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T, TLoss>(ref T prediction, ref T target, nint outputs, Vector256<double> isOfRow, TLoss loss)
            where T : unmanaged
            where TLoss : struct, IPairLoss
        {
            Vector256<double> first = At(ref prediction, ref target, 0, loss);
            Vector256<double> second = At(ref prediction, ref target, Count, loss);
            Vector256<double> third = At(ref prediction, ref target, 2 * Count, loss);
            return Pick(third, second, first) + Vector256.Shuffle(Pick(first, third, second), Vector256.Create(1L, 2, 3, 0))
                + Vector256.Shuffle(Pick(second, first, third), Vector256.Create(2L, 3, 0, 1));
        }

        // The second lane of one, the third of another, and the outer lanes of the last.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Pick(Vector256<double> second, Vector256<double> third, Vector256<double> outer) =>
            Vector256.ConditionalSelect(
                Vector256.Create(0L, -1, 0, 0).AsDouble(), second, Vector256.ConditionalSelect(Vector256.Create(0L, 0, -1, 0).AsDouble(), third, outer));
    }

    private readonly struct NarrowRows : IShortRows
    {
        public static int Room => Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T, TLoss>(ref T prediction, ref T target, nint outputs, Vector256<double> isOfRow, TLoss loss)
            where T : unmanaged
            where TLoss : struct, IPairLoss => Joined(
                At(ref prediction, ref target, 0, loss) & isOfRow,
                At(ref prediction, ref target, outputs, loss) & isOfRow,
                At(ref prediction, ref target, 2 * outputs, loss) & isOfRow,
                At(ref prediction, ref target, 3 * outputs, loss) & isOfRow);
    }

    private readonly struct WideRows : IShortRows
    {
        public static int Room => 2 * Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T, TLoss>(ref T prediction, ref T target, nint outputs, Vector256<double> isOfRow, TLoss loss)
            where T : unmanaged
            where TLoss : struct, IPairLoss => Joined(
                At(ref prediction, ref target, 0, loss) + (At(ref prediction, ref target, Count, loss) & isOfRow),
                At(ref prediction, ref target, outputs, loss) + (At(ref prediction, ref target, outputs + Count, loss) & isOfRow),
                At(ref prediction, ref target, 2 * outputs, loss) + (At(ref prediction, ref target, (2 * outputs) + Count, loss) & isOfRow),
                At(ref prediction, ref target, 3 * outputs, loss) + (At(ref prediction, ref target, (3 * outputs) + Count, loss) & isOfRow));
    }
}
