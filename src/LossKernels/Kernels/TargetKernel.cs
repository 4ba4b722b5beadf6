using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>What a kernel has to know of dense targets before it looks at the predictions: one read of them.</summary>
/// <param name="labels">Room for a number a row.</param>
/// <param name="masses">Room for a number a row.</param>
/// <param name="isSingle">Room for a flag a row.</param>
internal readonly ref struct TargetStatistics(Span<int> labels, Span<double> masses, Span<bool> isSingle)
{
    /// <summary>The class of the largest target, the first of equals.</summary>
    public Span<int> Labels { get; } = labels;

    /// <summary>The sum of the targets.</summary>
    public Span<double> Masses { get; } = masses;

    /// <summary>Whether no other target than the largest is anything but zero: one-hot rows, and rows of zeros.</summary>
    public Span<bool> IsSingle { get; } = isSingle;
}

/// <summary>Reduces the targets of each row to <see cref="TargetStatistics"/>.</summary>
internal static class TargetKernel
{
    /// <summary>Writes the statistics of all rows.</summary>
    /// <returns>Whether all targets lie within 0..1 for certain; if not, they may still do.</returns>
    public static bool Scan<T>(TensorBlock<T> targets, TargetStatistics statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(targets);
        return Vector512.IsHardwareAccelerated
            ? TargetLanes<Lanes512<T>, Vector512<T>, T>.Scan(targets, statistics, buffer.Values)
            : TargetLanes<PairLanes<T>, Pair<Vector256<T>>, T>.Scan(targets, statistics, buffer.Values);
    }
}

/// <summary>The loops of <see cref="TargetKernel"/>; they step as those of <see cref="SoftmaxLanes{TLanes, TVector, T}"/>.</summary>
internal static class TargetLanes<TLanes, TVector, T>
    where TLanes : IWideLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int TermsPerPart = 4;

    public static bool Scan(TensorBlock<T> targets, TargetStatistics statistics, Span<T> buffer)
    {
        RangeCheck<TLanes, TVector, T> check = new(1);
        if (RowWalk.GoesAlong(targets))
        {
            for (int r = 0; r < targets.Rows; r++)
            {
                State state = State.Begin(check);
                AddRow(targets[r], ref state);
                Reduce(in state, statistics, r);
                check = state.Check;
            }
        }
        else
        {
            for (int row = 0; row < targets.Rows; row += Tile<T>.Width)
            {
                int start = Tile<T>.Start(row, targets.Rows);
                Tile<T> tile = Tile<T>.Of(targets, start, buffer);
                State state = State.Begin(check);
                Add(in tile.First, tile.Stride, targets.Classes, TLanes.OfBits(-1), TLanes.OfBits(0), 1, ref state);
                Separate(in state, statistics, start);
                check = state.Check;
            }
        }

        return check.IsWithin;
    }

    private static void AddRow(ReadOnlySpan<T> row, ref State state)
    {
        ref T first = ref MemoryMarshal.GetReference(row);
        int width = TLanes.Count;
        Add(in first, width, row.Length / width, TLanes.OfBits(-1), ClassNumbers.From<TLanes, TVector, T>(0), width, ref state);
        int rest = row.Length % width;
        if (rest > 0)
        {
            int start = row.Length - width;
            TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(width - rest);
            Add(in Unsafe.Add(ref first, start), width, 1, isNew, ClassNumbers.From<TLanes, TVector, T>(start), width, ref state);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ref readonly T targets, nint stride, int steps, TVector mask, TVector numbers, int advance, ref State state)
    {
        State now = state;
        TVector next = TLanes.OfBits(advance);
        nint index = 0;
        while (steps > 0)
        {
            int terms = Math.Min(steps, TermsPerPart);
            steps -= terms;
            TVector part = TLanes.Of(0);
            do
            {
                TVector t = TLanes.And(TLanes.Load(in targets, index), mask);
                part = TLanes.Add(part, t);
                TVector isLarger = TLanes.Greater(t, now.Largest);
                now.Others = TLanes.Or(now.Others, TLanes.Select(isLarger, now.Largest, t));
                now.Largest = TLanes.Select(isLarger, t, now.Largest);
                now.Number = TLanes.Select(isLarger, numbers, now.Number);
                now.Check.Add(t);
                numbers = TLanes.AddBits(numbers, next);
                index += stride;
                terms--;
            }
            while (terms > 0);
            now.Mass.Add(TLanes.Lower(part), TLanes.Upper(part));
        }

        state = now;
    }

    // The lanes are classes of one row.
    private static void Reduce(in State state, TargetStatistics statistics, int row)
    {
        Lanes16<T> largest = default;
        Lanes16<T> numbers = default;
        TLanes.Store(state.Largest, ref largest[0], 0);
        TLanes.Store(state.Number, ref numbers[0], 0);
        int lane = 0;
        int above = 0;
        for (int i = 0; i < TLanes.Count; i++)
        {
            above += largest[i] > T.Zero ? 1 : 0;
            bool isFirst = largest[i] > largest[lane] || (largest[i] == largest[lane] && Integer(numbers[i]) < Integer(numbers[lane]));
            lane = isFirst ? i : lane;
        }

        statistics.Labels[row] = Integer(numbers[lane]);
        statistics.Masses[row] = state.Mass.Total<T>();
        statistics.IsSingle[row] = above <= 1 && TLanes.IsZero(state.Others);
    }

    // The lanes are rows.
    private static void Separate(in State state, TargetStatistics statistics, int start)
    {
        Lanes16<T> numbers = default;
        Lanes16<T> others = default;
        TLanes.Store(state.Number, ref numbers[0], 0);
        TLanes.Store(state.Others, ref others[0], 0);
        state.Mass.Store<T>(statistics.Masses[start..], 1);
        int rows = Math.Min(TLanes.Count, statistics.Labels.Length - start);
        for (int lane = 0; lane < rows; lane++)
        {
            statistics.Labels[start + lane] = Integer(numbers[lane]);
            statistics.IsSingle[start + lane] = others[lane] == T.Zero;
        }
    }

    private static int Integer(T bits) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(bits) : (int)Unsafe.BitCast<T, long>(bits);

    private struct State
    {
        // Of the targets above zero, for each lane; where there is none, zero and class 0.
        public TVector Largest;
        public TVector Number;

        // The bits of all targets but the largest.
        public TVector Others;

        public RangeCheck<TLanes, TVector, T> Check;

        public LaneSums Mass;

        public static State Begin(RangeCheck<TLanes, TVector, T> check) => new()
        {
            Largest = TLanes.Of(0),
            Number = TLanes.OfBits(0),
            Others = TLanes.Of(0),
            Check = check,
        };
    }
}
