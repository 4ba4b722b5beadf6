using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>
/// The loops of <see cref="SoftmaxKernel"/>. A vector steps over the classes of one row, as many at a time as it has lanes; or over the classes of
/// as many rows, one at a time. The loop is the same: what differs is how far a step goes, in memory and in class numbers.
/// </summary>
internal static class SoftmaxLanes<TLanes, TVector, T>
    where TLanes : IWideLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // So many single-precision terms are added up before they go on in double.
    private const int TermsPerPart = 4;

    /// <summary>The tail of every row; of one with a negative label, any number.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="tails">Where they go.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static void Tails(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, Span<T> buffer)
    {
        if (RowWalk.GoesAlong(logits))
        {
            for (int r = 0; r < logits.Rows; r++)
            {
                tails[r] = TailOfRow(logits[r], Math.Max(0, labels[r]));
            }

            return;
        }

        LanesOfRows<T> lanes = default;
        for (int row = 0; row < logits.Rows; row += Tile<T>.Width)
        {
            int start = Tile<T>.Start(row, logits.Rows);
            Tile<T> tile = Tile<T>.Of(logits, start, buffer);
            lanes.Pick(logits, labels, start);
            LaneSums sums = default;
            AddTail(in tile.First, tile.Stride, logits.Classes, TLanes.Load(in lanes.Pivots[0], 0), TLanes.LoadBits(in lanes.Labels[0]), TLanes.OfBits(0), 1, ref sums);
            sums.Store<T>(tails[start..], TailTerm.Unit<T>());
        }
    }

    /// <summary>The tail of one row of at least as many classes as there are lanes.</summary>
    public static double TailOfRow(ReadOnlySpan<T> row, int label)
    {
        ref T first = ref MemoryMarshal.GetReference(row);
        int width = TLanes.Count;
        TVector pivot = Spread(row[label]);
        TVector own = TLanes.OfBits(label);
        LaneSums sums = default;
        AddTail(in first, width, row.Length / width, pivot, own, ClassNumbers.From<TLanes, TVector, T>(0), width, ref sums);
        int rest = row.Length % width;
        if (rest > 0)
        {
            // The last vector reaches back to classes that are counted; they are taken for the pivot's own, which counts for nothing.
            int start = row.Length - width;
            TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(width - rest);
            TVector numbers = TLanes.Select(isNew, ClassNumbers.From<TLanes, TVector, T>(start), own);
            AddTail(in Unsafe.Add(ref first, start), width, 1, pivot, own, numbers, width, ref sums);
        }

        return sums.Total<T>() * TailTerm.Unit<T>();
    }

    /// <summary>Of every row the sum of t_j (x_pivot - x_j).</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="skipZeros">Whether a target of zero makes nothing of an infinite difference; else the product is NaN.</param>
    /// <param name="gaps">Where they go.</param>
    /// <param name="buffer">Room for a tile.</param>
    /// <param name="targetBuffer">Room for a tile of targets.</param>
    public static void Gaps(
        TensorBlock<T> logits, TensorBlock<T> targets, ReadOnlySpan<int> labels, bool skipZeros, Span<double> gaps, Span<T> buffer, Span<T> targetBuffer)
    {
        if (RowWalk.GoesAlong(logits))
        {
            for (int r = 0; r < logits.Rows; r++)
            {
                gaps[r] = GapOfRow(logits[r], targets[r], labels[r], skipZeros);
            }

            return;
        }

        LanesOfRows<T> lanes = default;
        for (int row = 0; row < logits.Rows; row += Tile<T>.Width)
        {
            int start = Tile<T>.Start(row, logits.Rows);
            Tile<T> tile = Tile<T>.Of(logits, start, buffer);
            Tile<T> target = Tile<T>.Of(targets, start, targetBuffer);
            lanes.Pick(logits, labels, start);
            LaneSums sums = default;
            AddGap(in tile.First, tile.Stride, in target.First, target.Stride, logits.Classes, TLanes.Load(in lanes.Pivots[0], 0), TLanes.OfBits(-1), skipZeros, ref sums);
            sums.Store<T>(gaps[start..], 1);
        }
    }

    // Adds e^(x_j - pivot) over the classes of some steps, over the unit of a term; the pivot's own term is left out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTail(ref readonly T logits, nint stride, int steps, TVector pivot, TVector own, TVector numbers, int advance, ref LaneSums sums)
    {
        LaneSums total = sums;
        TVector next = TLanes.OfBits(advance);

        // Zero; and NaN where the pivot is infinite, which its own term would show.
        TVector nothing = TLanes.Subtract(pivot, pivot);
        nint index = 0;
        while (steps > 0)
        {
            int terms = Math.Min(steps, TermsPerPart);
            steps -= terms;
            TVector part = nothing;
            do
            {
                TVector term = TailTerm.Of<TLanes, TVector, T>(TLanes.Load(in logits, index), pivot);
                part = TLanes.Add(part, TLanes.AndNot(term, TLanes.EqualBits(numbers, own)));
                numbers = TLanes.AddBits(numbers, next);
                index += stride;
                terms--;
            }
            while (terms > 0);
            total.Add(TLanes.Lower(part), TLanes.Upper(part));
        }

        sums = total;
    }

    private static double GapOfRow(ReadOnlySpan<T> row, ReadOnlySpan<T> target, int label, bool skipZeros)
    {
        ref T logits = ref MemoryMarshal.GetReference(row);
        ref T targets = ref MemoryMarshal.GetReference(target);
        int width = TLanes.Count;
        TVector pivot = Spread(row[label]);
        LaneSums sums = default;
        AddGap(in logits, width, in targets, width, row.Length / width, pivot, TLanes.OfBits(-1), skipZeros, ref sums);
        int rest = row.Length % width;
        if (rest > 0)
        {
            int start = row.Length - width;
            TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(width - rest);
            AddGap(in Unsafe.Add(ref logits, start), width, in Unsafe.Add(ref targets, start), width, 1, pivot, isNew, skipZeros, ref sums);
        }

        return sums.Total<T>();
    }

    // Adds t_j (pivot - x_j) in double. Steps whose targets are all zero, most of them in one-hot rows, add nothing but the NaN that zero times infinity is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGap(
        ref readonly T logits, nint stride, ref readonly T targets, nint targetStride, int steps, TVector pivot, TVector mask, bool skipZeros, ref LaneSums sums)
    {
        LaneSums total = sums;
        LaneSums pivots = default;
        pivots.Add(TLanes.Lower(pivot), TLanes.Upper(pivot));
        TVector nothing = TLanes.Of(0);
        for (nint step = 0; step < steps; step++)
        {
            TVector x = TLanes.Load(in logits, step * stride);
            TVector t = TLanes.And(TLanes.Load(in targets, step * targetStride), mask);
            if (TLanes.IsZero(t))
            {
                nothing = TLanes.Fma(x, t, nothing);
                continue;
            }

            total.AddWeightedGap(in pivots, TLanes.Lower(x), TLanes.Upper(x), TLanes.Lower(t), TLanes.Upper(t), skipZeros);
        }

        if (!skipZeros)
        {
            total.Add(TLanes.Lower(nothing), TLanes.Upper(nothing));
        }

        sums = total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Spread(T value) => TLanes.Of(typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value));
}
