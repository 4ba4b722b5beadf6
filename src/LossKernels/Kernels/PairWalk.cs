using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>The loops over pairs at one width. Element i goes to the partial sum i mod 8, counted within its row, or in the block where a row has one output.</summary>
/// <typeparam name="TStep">How many pairs are taken at a time.</typeparam>
/// <typeparam name="TLanes">The operations on eight doubles.</typeparam>
/// <typeparam name="TEight">Eight doubles.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal static class PairWalk<TStep, TLanes, TEight, T>
    where TStep : IPairStep<TEight, T>
    where TLanes : ILanes<TEight, double>
    where TEight : struct
    where T : unmanaged
{
    // The rows whose sums are put together from their lanes at a time.
    private const int RowsTogether = 4;

    private const int Eight = 8;

    /// <summary>Writes the loss of every pair.</summary>
    /// <returns>Whether all are finite for certain, where they have a usual form; else nothing is said.</returns>
    public static bool Losses<TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where TLoss : struct, IPairLoss
    {
        int rest = predictions.Length % TStep.Count<TLoss>();
        int whole = predictions.Length - rest;
        bool areFinite = LossesOfWhole(
            ref MemoryMarshal.GetReference(predictions), ref MemoryMarshal.GetReference(targets), whole, loss, ref MemoryMarshal.GetReference(losses));
        if (rest > 0)
        {
            Lanes16<T> lastPredictions = default;
            Lanes16<T> lastTargets = default;
            Lanes16<double> lastLosses = default;
            predictions[whole..].CopyTo(lastPredictions);
            targets[whole..].CopyTo(lastTargets);
            areFinite &= LossesOfWhole(ref lastPredictions[0], ref lastTargets[0], TStep.Count<TLoss>(), loss, ref lastLosses[0]);
            lastLosses[..rest].CopyTo(losses[whole..]);
        }

        return areFinite;
    }

    /// <summary>Writes the sum of the losses of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OfRows<TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> sums)
        where TLoss : struct, IPairLoss
    {
        nint outputs = predictions.Length / sums.Length;
        int rest = (int)(outputs % TStep.Count<TLoss>());
        nint whole = outputs - rest;

        // A vector that begins in a row and ends behind it meets the next row; there is none behind the last.
        Lanes32<T> ends = default;
        predictions[^rest..].CopyTo(ends);
        targets[^rest..].CopyTo(ends[(2 * Eight)..]);
        Lanes16<double> isOfRow = default;
        isOfRow[..rest].Fill(BitConverter.Int64BitsToDouble(-1));
        Lanes16<double> lanes = default;
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        nint i = 0;

        // One loop for all rows: memory is foreseen by the instruction that reads it.
        for (int row = 0; row < sums.Length; row++, i += outputs)
        {
            WideSums<TLanes, TEight, T> ofRow = default;
            for (nint end = i + whole; i < end; i += TStep.Count<TLoss>())
            {
                Pair<TEight> losses = TStep.Losses(ref prediction, ref target, i, loss);
                ofRow.Add(losses.Lower);
                if (TStep.Count<TLoss>() > Eight)
                {
                    ofRow.Add(losses.Upper);
                }
            }

            i -= whole;
            if (rest > 0)
            {
                bool isLast = row == sums.Length - 1;
                Pair<TEight> losses = TStep.Losses(
                    ref isLast ? ref ends[0] : ref Unsafe.Add(ref prediction, i + whole),
                    ref isLast ? ref ends[2 * Eight] : ref Unsafe.Add(ref target, i + whole),
                    0,
                    loss);
                ofRow.Add(TLanes.And(losses.Lower, TLanes.Load(in isOfRow[0], 0)));
                if (TStep.Count<TLoss>() > Eight)
                {
                    ofRow.Add(TLanes.And(losses.Upper, TLanes.Load(in isOfRow[0], Eight)));
                }
            }

            int place = row % RowsTogether;
            Halved(ofRow).Rounded().StoreUnsafe(ref lanes[place * PairKernel.Count]);
            if (place == RowsTogether - 1)
            {
                Join(ref lanes[0]).CopyTo(sums[(row - place)..]);
            }
        }

        int left = sums.Length % RowsTogether;
        Span<double> last = stackalloc double[RowsTogether];
        Join(ref lanes[0]).CopyTo(last);
        last[..left].CopyTo(sums[^left..]);
    }

    /// <summary>Adds up the losses of as many pairs as are a multiple of those taken at a time, and the squares of their distances from a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static (CompensatedSum Losses, double Squares) OfWhole<TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, double middle)
        where TLoss : struct, IPairLoss
    {
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        TEight center = TLanes.Of(middle);
        WideSums<TLanes, TEight, T> sums = default;
        TEight squares = TLanes.Of(0);
        for (nint i = 0; i < predictions.Length; i += TStep.Count<TLoss>())
        {
            Pair<TEight> losses = TStep.Losses(ref prediction, ref target, i, loss);
            sums.Add(losses.Lower);
            TEight distance = TLanes.Subtract(losses.Lower, center);
            squares = TLanes.Fma(distance, distance, squares);
            if (TStep.Count<TLoss>() > Eight)
            {
                sums.Add(losses.Upper);
                distance = TLanes.Subtract(losses.Upper, center);
                squares = TLanes.Fma(distance, distance, squares);
            }
        }

        Pair<Vector256<double>> halves = TStep.Halves(squares);
        return (WideSums<TLanes, TEight, T>.Total(sums.Sums, sums.Errors), Lanes.Sum(halves.Lower + halves.Upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool LossesOfWhole<TLoss>(ref T prediction, ref T target, nint count, TLoss loss, ref double destination)
        where TLoss : struct, IPairLoss
    {
        // What is finite less itself is zero, else NaN.
        TEight doubts = TLanes.Of(0);
        for (nint i = 0; i < count; i += TStep.Count<TLoss>())
        {
            Pair<TEight> losses = TStep.Losses(ref prediction, ref target, i, loss);
            TLanes.Store(losses.Lower, ref destination, i);
            if (typeof(T) == typeof(float) && TLoss.Usually != UsualForm.None)
            {
                doubts = TLanes.Or(doubts, TLanes.Subtract(losses.Lower, losses.Lower));
            }

            if (TStep.Count<TLoss>() > Eight)
            {
                TLanes.Store(losses.Upper, ref destination, i + Eight);
                doubts = TLanes.Or(doubts, TLanes.Subtract(losses.Upper, losses.Upper));
            }
        }

        return TLanes.IsZero(doubts);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WideSums<Lanes256<double>, Vector256<double>, T> Halved(WideSums<TLanes, TEight, T> sums)
    {
        WideSums<Lanes256<double>, Vector256<double>, T> lower;
        WideSums<Lanes256<double>, Vector256<double>, T> upper;
        Pair<Vector256<double>> halves = TStep.Halves(sums.Sums);
        Pair<Vector256<double>> errors = TStep.Halves(sums.Errors);
        lower.Sums = halves.Lower;
        lower.Errors = errors.Lower;
        upper.Sums = halves.Upper;
        upper.Errors = errors.Upper;
        lower.Add(upper);
        return lower;
    }

    private static Vector256<double> Join(ref double lanes) => QuadSums.Joined(
        Vector256.LoadUnsafe(ref lanes),
        Vector256.LoadUnsafe(ref lanes, 4),
        Vector256.LoadUnsafe(ref lanes, 8),
        Vector256.LoadUnsafe(ref lanes, 12));
}
