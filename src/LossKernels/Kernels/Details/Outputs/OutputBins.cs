using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Outputs;

/// <summary>Adds up outputs, the misses among them, and their winning probabilities, bin by bin of these. The memory is borrowed.</summary>
/// <param name="sums">Where the sums go.</param>
internal sealed class OutputBins<TLanes, TVector, T>(OutputSums sums)
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // So many bins one walk adds up.
    private const int Together = 4;

    // So many distances can be added up within their type, without a sign, however few lanes there are. It is one number for all, as what comes of it is
    // rounded.
    private const int MostTogether = 2048;

    private static readonly T[] Limits = CreateLimits();

    // Of so many bins at a time the lanes of the distances, and behind them those of the counts.
    private readonly T[] _lanes = Borrow();
    private int _added;
    private int _padding;

    private static int LaneCount => 2 * Limits.Length * TLanes.Count;

    /// <summary>Adds the outputs of a piece.</summary>
    /// <param name="piece">Their distances and counts.</param>
    /// <param name="outputs">How many there are.</param>
    /// <param name="count">How many with what fills the last step up.</param>
    public void Add(in OutputPiece<T> piece, int outputs, int count)
    {
        for (int first = 0; first < count; first += MostTogether)
        {
            int some = Math.Min(MostTogether, count - first);
            if (_added + some > MostTogether)
            {
                Complete();
            }

            for (int bin = 0; bin < Limits.Length; bin += Together)
            {
                Add(in piece.Verdicts[first], in piece.Counts[first], some, in Limits[bin], ref _lanes[2 * bin * TLanes.Count]);
            }

            _added += some;
            _padding += Math.Max(0, first + some - outputs);
        }
    }

    /// <summary>Completes the sums of what was added so far.</summary>
    public void Complete()
    {
        // All from a bin on have been added up; those of the bins above are taken off again. What fills up is certain of no, and in the last bin.
        long certain = Bits(T.One) - Bits(T.CreateTruncating(0.5));
        (long Count, long Distance) before = (_padding, _padding * certain);
        for (int bin = Limits.Length - 1; bin >= 0; bin--)
        {
            int place = ((bin / Together * 2 * Together) + (bin % Together)) * TLanes.Count;
            long distance = Total(_lanes.AsSpan(place, TLanes.Count));
            long count = Total(_lanes.AsSpan(place + (Together * TLanes.Count), TLanes.Count));
            long here = count - before.Count;
            long all = here & ((1 << OutputPiece<T>.MissShift) - 1);
            int inAll = ConfidenceBins.FirstOfTwo + bin;
            sums.Counts[inAll] += all;
            sums.Misses[inAll] += here >> OutputPiece<T>.MissShift;
            sums.Confidences[inAll] += 0.5 * (all + ((double)(distance - before.Distance) / certain));
            before = (count, distance);
        }

        _lanes.AsSpan(0, LaneCount).Clear();
        _added = 0;
        _padding = 0;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release() => ArrayPool<T>.Shared.Return(_lanes);

    private static T[] Borrow()
    {
        T[] lanes = ArrayPool<T>.Shared.Rent(LaneCount);
        lanes.AsSpan(0, LaneCount).Clear();
        return lanes;
    }

    // Adds up distances and counts, for each of some limits, of what is farther off.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add(ref readonly T distances, ref readonly T counts, nint count, ref readonly T limits, ref T sums)
    {
        TVector first = TLanes.Spread(in limits, 0);
        TVector second = TLanes.Spread(in limits, 1);
        TVector third = TLanes.Spread(in limits, 2);
        TVector fourth = TLanes.Spread(in limits, 3);
        TVector firstDistances = TLanes.Load(in sums, 0);
        TVector secondDistances = TLanes.Load(in sums, TLanes.Count);
        TVector thirdDistances = TLanes.Load(in sums, 2 * TLanes.Count);
        TVector fourthDistances = TLanes.Load(in sums, 3 * TLanes.Count);
        TVector firstCounts = TLanes.Load(in sums, 4 * TLanes.Count);
        TVector secondCounts = TLanes.Load(in sums, 5 * TLanes.Count);
        TVector thirdCounts = TLanes.Load(in sums, 6 * TLanes.Count);
        TVector fourthCounts = TLanes.Load(in sums, 7 * TLanes.Count);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TVector distance = TLanes.Load(in distances, i);
            TVector each = TLanes.Load(in counts, i);
            firstDistances = TLanes.AddBitsAbove(firstDistances, distance, distance, first);
            firstCounts = TLanes.AddBitsAbove(firstCounts, each, distance, first);
            secondDistances = TLanes.AddBitsAbove(secondDistances, distance, distance, second);
            secondCounts = TLanes.AddBitsAbove(secondCounts, each, distance, second);
            thirdDistances = TLanes.AddBitsAbove(thirdDistances, distance, distance, third);
            thirdCounts = TLanes.AddBitsAbove(thirdCounts, each, distance, third);
            fourthDistances = TLanes.AddBitsAbove(fourthDistances, distance, distance, fourth);
            fourthCounts = TLanes.AddBitsAbove(fourthCounts, each, distance, fourth);
        }

        TLanes.Store(firstDistances, ref sums, 0);
        TLanes.Store(secondDistances, ref sums, TLanes.Count);
        TLanes.Store(thirdDistances, ref sums, 2 * TLanes.Count);
        TLanes.Store(fourthDistances, ref sums, 3 * TLanes.Count);
        TLanes.Store(firstCounts, ref sums, 4 * TLanes.Count);
        TLanes.Store(secondCounts, ref sums, 5 * TLanes.Count);
        TLanes.Store(thirdCounts, ref sums, 6 * TLanes.Count);
        TLanes.Store(fourthCounts, ref sums, 7 * TLanes.Count);
    }

    // Sums of integers are the same in any order, and so at any width.
    private static long Total(ReadOnlySpan<T> lanes)
    {
        if (typeof(T) != typeof(float))
        {
            long sum = 0;
            foreach (long lane in MemoryMarshal.Cast<T, long>(lanes))
            {
                sum += lane;
            }

            return sum;
        }

        ReadOnlySpan<uint> integers = MemoryMarshal.Cast<T, uint>(lanes);
        Vector256<ulong> sums = default;
        for (int i = 0; i < integers.Length; i += Vector256<uint>.Count)
        {
            (Vector256<ulong> low, Vector256<ulong> high) = Vector256.Widen(Vector256.Create(integers.Slice(i, Vector256<uint>.Count)));
            sums += low + high;
        }

        return (long)Vector256.Sum(sums);
    }

    // The distance next below the least of each bin.
    private static T[] CreateLimits()
    {
        T[] limits = new T[ConfidenceBins.Count - ConfidenceBins.FirstOfTwo];
        long half = Bits(T.CreateTruncating(0.5));
        for (int i = 0; i < limits.Length; i++)
        {
            long distance = (i == 0 ? half : Bits(ConfidenceBins.Least<T>(ConfidenceBins.FirstOfTwo + i))) - half - 1;
            limits[i] = typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>((int)distance) : Unsafe.BitCast<long, T>(distance);
        }

        return limits;
    }

    private static long Bits(T number) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(number) : Unsafe.BitCast<T, long>(number);
}
