using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>The loops over pairs at one width. Element i goes to the partial sum i mod 8, counted within its row, or in the block where a row has one output.</summary>
/// <typeparam name="TStep">How many pairs are taken at a time.</typeparam>
/// <typeparam name="TLanes">The operations on doubles.</typeparam>
/// <typeparam name="TVector">Eight doubles, or four.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal static class PairWalk<TStep, TLanes, TVector, T>
    where TStep : IPairStep<TVector, T>
    where TLanes : ILanes<TVector, double>
    where TVector : struct
    where T : unmanaged
{
    // The rows whose sums are put together from their lanes at a time.
    private const int RowsTogether = 4;

    /// <summary>Writes the loss of every pair.</summary>
    /// <returns>Whether all are finite for certain, where the losses have a usual form; else nothing is said.</returns>
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
        Lanes16<T> lastPredictions = default;
        Lanes16<T> lastTargets = default;
        predictions[^rest..].CopyTo(lastPredictions);
        targets[^rest..].CopyTo(lastTargets);
        Lanes16<double> isOfRow = default;
        isOfRow[..rest].Fill(BitConverter.Int64BitsToDouble(-1));
        Lanes16<double> lanes = default;
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref T endOfPrediction = ref Unsafe.Add(ref prediction, predictions.Length - rest);
        for (int row = 0; row < sums.Length; row++)
        {
            WideSums<TLanes, TVector, T> first = default;
            WideSums<TLanes, TVector, T> second = default;
            for (nint i = 0; i < outputs; i += TStep.Count<TLoss>())
            {
                // One place for all of them: a formula is compiled as often as it is called.
                bool isEnd = Unsafe.AreSame(ref prediction, ref endOfPrediction);
                Pair<TVector> losses = TStep.Losses(
                    ref isEnd ? ref lastPredictions[0] : ref prediction, ref isEnd ? ref lastTargets[0] : ref target, 0, loss);
                if (i >= whole)
                {
                    losses.Lower = TLanes.And(losses.Lower, TLanes.Load(in isOfRow[0], 0));
                    losses.Upper = TLanes.And(losses.Upper, TLanes.Load(in isOfRow[0], TLanes.Count));
                }

                first.Add(losses.Lower);
                if (TStep.AreHalves)
                {
                    second.Add(losses.Upper);
                }
                else if (TStep.Count<TLoss>() > TLanes.Count)
                {
                    first.Add(losses.Upper);
                }

                prediction = ref Unsafe.Add(ref prediction, TStep.Count<TLoss>());
                target = ref Unsafe.Add(ref target, TStep.Count<TLoss>());
            }

            if (rest > 0)
            {
                prediction = ref Unsafe.Subtract(ref prediction, TStep.Count<TLoss>() - rest);
                target = ref Unsafe.Subtract(ref target, TStep.Count<TLoss>() - rest);
            }

            int place = row % RowsTogether;
            Halved(first, second).Rounded().StoreUnsafe(ref lanes[place * PairKernel.Count]);
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
        TVector center = TLanes.Of(middle);
        WideSums<TLanes, TVector, T> first = default;
        WideSums<TLanes, TVector, T> second = default;
        TVector firstSquares = TLanes.Of(0);
        TVector secondSquares = TLanes.Of(0);
        for (nint i = 0; i < predictions.Length; i += TStep.Count<TLoss>())
        {
            Pair<TVector> losses = TStep.Losses(ref prediction, ref target, i, loss);
            first.Add(losses.Lower);
            TVector distance = TLanes.Subtract(losses.Lower, center);
            firstSquares = TLanes.Fma(distance, distance, firstSquares);
            if (TStep.AreHalves)
            {
                second.Add(losses.Upper);
                distance = TLanes.Subtract(losses.Upper, center);
                secondSquares = TLanes.Fma(distance, distance, secondSquares);
            }
            else if (TStep.Count<TLoss>() > TLanes.Count)
            {
                first.Add(losses.Upper);
                distance = TLanes.Subtract(losses.Upper, center);
                firstSquares = TLanes.Fma(distance, distance, firstSquares);
            }
        }

        return Finish(first, second, firstSquares, secondSquares);
    }

    // One call in the end: what is needed after a call would be kept in memory all the way.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (CompensatedSum Losses, double Squares) Finish(
        WideSums<TLanes, TVector, T> first, WideSums<TLanes, TVector, T> second, TVector firstSquares, TVector secondSquares)
    {
        CompensatedSum sum = first.Total();
        Pair<Vector256<double>> squares = TStep.Halves(firstSquares, secondSquares);
        return (TStep.AreHalves ? sum + second.Total() : sum, Lanes.Sum(squares.Lower + squares.Upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool LossesOfWhole<TLoss>(ref T prediction, ref T target, nint count, TLoss loss, ref double destination)
        where TLoss : struct, IPairLoss
    {
        // What is finite less itself is zero, else NaN.
        TVector doubts = TLanes.Of(0);
        for (nint i = 0; i < count; i += TStep.Count<TLoss>())
        {
            Pair<TVector> losses = TStep.Losses(ref prediction, ref target, i, loss);
            TLanes.Store(losses.Lower, ref destination, i);
            if (TLoss.Usually != UsualForm.None)
            {
                doubts = TLanes.Or(doubts, TLanes.Subtract(losses.Lower, losses.Lower));
            }

            if (TStep.Count<TLoss>() > TLanes.Count)
            {
                TLanes.Store(losses.Upper, ref destination, i + TLanes.Count);
                doubts = TLanes.Or(doubts, TLanes.Subtract(losses.Upper, losses.Upper));
            }
        }

        return TLanes.IsZero(doubts);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WideSums<Lanes256<double>, Vector256<double>, T> Halved(WideSums<TLanes, TVector, T> first, WideSums<TLanes, TVector, T> second)
    {
        WideSums<Lanes256<double>, Vector256<double>, T> lower;
        WideSums<Lanes256<double>, Vector256<double>, T> upper;
        Pair<Vector256<double>> sums = TStep.Halves(first.Sums, second.Sums);
        Pair<Vector256<double>> errors = TStep.Halves(first.Errors, second.Errors);
        lower.Sums = sums.Lower;
        lower.Errors = errors.Lower;
        upper.Sums = sums.Upper;
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
