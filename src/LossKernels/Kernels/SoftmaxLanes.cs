using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>The loops of <see cref="SoftmaxKernel"/> at one vector width.</summary>
internal static class SoftmaxLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The tail of every row; of one with a negative label, any number.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="tails">Where they go.</param>
    /// <param name="buffer">Room for a tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tails(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, Span<T> buffer)
    {
        if (RowWalk.GoesAlong(logits))
        {
            for (int r = 0; r < logits.Rows; r++)
            {
                int label = Math.Max(0, labels[r]);
                ReadOnlySpan<T> row = logits[r];
                TailOperator lower = new(Spread(row[label]), TLanes.OfBits(label));
                TailOperator upper = lower;
                tails[r] = ClassWalk<TLanes, TVector, T>.Along(in MemoryMarshal.GetReference(row), row.Length, ref lower, ref upper) * TailTerm.Unit<T>();
            }

            return;
        }

        LanesOfRows<T> lanes = default;
        for (int row = 0; row < logits.Rows; row += TLanes.Count)
        {
            int start = Tile<T>.Start(row, logits.Rows, TLanes.Count);
            Tile<T> tile = Tile<T>.Of(logits, start, TLanes.Count, buffer);
            lanes.Pick(tile, labels[start..], TLanes.Count);
            TailOperator walked = new(TLanes.Load(in lanes.Pivots[0], 0), TLanes.LoadBits(in lanes.Labels[0]));
            ClassWalk<TLanes, TVector, T>.Down(in tile.First, tile.Stride, logits.Classes, ref walked, tails[start..], TailTerm.Unit<T>());
        }
    }

    /// <summary>Of every row the sum of t_j (x_pivot - x_j).</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="skipZeros">Whether a target of zero makes nothing of an infinite difference; else the product is NaN.</param>
    /// <param name="gaps">Where they go.</param>
    /// <param name="buffer">Room for a tile.</param>
    /// <param name="targetBuffer">Room for a tile of targets.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        for (int row = 0; row < logits.Rows; row += TLanes.Count)
        {
            int start = Tile<T>.Start(row, logits.Rows, TLanes.Count);
            Tile<T> tile = Tile<T>.Of(logits, start, TLanes.Count, buffer);
            Tile<T> target = Tile<T>.Of(targets, start, TLanes.Count, targetBuffer);
            lanes.Pick(tile, labels[start..], TLanes.Count);
            LaneSums low = default;
            LaneSums high = default;
            AddGap(
                in tile.First, tile.Stride, in target.First, target.Stride, logits.Classes, TLanes.Load(in lanes.Pivots[0], 0), TLanes.OfBits(-1), skipZeros, ref low, ref high);
            Span<double> room = gaps[start..];
            low.Store<T>(room, 1);
            int half = ClassWalk<TLanes, TVector, T>.RowStep / 2;
            if (TLanes.Count > half && room.Length > half)
            {
                high.Store<T>(room[half..], 1);
            }
        }
    }

    private static double GapOfRow(ReadOnlySpan<T> row, ReadOnlySpan<T> target, int label, bool skipZeros)
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        TVector pivot = Spread(row[label]);
        LaneSums low = default;
        LaneSums high = default;
        LaneSums none = default;
        for (int offset = 0; offset < step; offset += TLanes.Count)
        {
            ref T logits = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), offset);
            ref T targets = ref Unsafe.Add(ref MemoryMarshal.GetReference(target), offset);
            ref LaneSums sums = ref offset == 0 ? ref low : ref high;
            ref LaneSums above = ref TLanes.Count == step ? ref high : ref none;
            AddGap(in logits, step, in targets, step, row.Length / step, pivot, TLanes.OfBits(-1), skipZeros, ref sums, ref above);
            int rest = row.Length % step;
            if (rest > 0)
            {
                int back = row.Length - step;
                TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(step - rest - offset);
                AddGap(in Unsafe.Add(ref logits, back), step, in Unsafe.Add(ref targets, back), step, 1, pivot, isNew, skipZeros, ref sums, ref above);
            }
        }

        return LaneSums.Total<T>(low, high);
    }

    // Adds t_j (pivot - x_j) in double. Steps whose targets are all zero, most of them in one-hot rows, add nothing but the NaN that zero times infinity is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGap(
        ref readonly T logits,
        nint stride,
        ref readonly T targets,
        nint targetStride,
        int steps,
        TVector pivot,
        TVector mask,
        bool skipZeros,
        ref LaneSums low,
        ref LaneSums high)
    {
        LaneSums lowSums = low;
        LaneSums highSums = high;
        LaneSums lowPivots = default;
        LaneSums highPivots = default;
        lowPivots.Add(TLanes.Lower(pivot));
        highPivots.Add(TLanes.Upper(pivot));
        bool isWhole = TLanes.Count == ClassWalk<TLanes, TVector, T>.RowStep;
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

            lowSums.AddWeightedGap(lowPivots, TLanes.Lower(x), TLanes.Lower(t), skipZeros);
            if (isWhole)
            {
                highSums.AddWeightedGap(highPivots, TLanes.Upper(x), TLanes.Upper(t), skipZeros);
            }
        }

        if (!skipZeros)
        {
            lowSums.Add(TLanes.Lower(nothing));
            highSums.Add(TLanes.Upper(nothing));
        }

        low = lowSums;
        high = highSums;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Spread(T value) => TLanes.Of(typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value));

    // e^(x - pivot) over the unit of a term, but for the pivot's own.
    private readonly struct TailOperator(TVector pivot, TVector own) : IClassOperator<TLanes, TVector, T>
    {
        // Zero; and NaN where the pivot is infinite, which its own term would show.
        public TVector Begin
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.Subtract(pivot, pivot);
        }

        public TVector LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => own;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Term(TVector values, TVector numbers, TVector isNew) =>
            TLanes.AndNot(TailTerm.Of<TLanes, TVector, T>(values, pivot), TLanes.EqualBits(numbers, own));
    }
}
