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
            : TargetLanes<Lanes256<T>, Vector256<T>, T>.Scan(targets, statistics, buffer.Values);
    }
}

/// <summary>The loops of <see cref="TargetKernel"/> at one vector width.</summary>
internal static class TargetLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // As many rows as are walked in one call; a multiple of the lanes of any vector.
    private const int RowsTogether = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Scan(TensorBlock<T> targets, TargetStatistics statistics, Span<T> buffer)
    {
        RangeCheck<TLanes, TVector, T> check = new(1);
        RangeCheck<TLanes, TVector, T> checkAbove = new(1);
        if (RowWalk.GoesAlong(targets))
        {
            for (int r = 0; r < targets.Rows; r++)
            {
                TargetOperator lower = new(check);
                TargetOperator upper = new(checkAbove);
                ClassWalk<TLanes, TVector, T>.Along(
                    in MemoryMarshal.GetReference(targets[r]), 1, targets.Classes, ref lower, ref upper, ref statistics.Masses[r], 1);
                (statistics.Labels[r], statistics.IsSingle[r]) = Reduce(lower, upper);
                (check, checkAbove) = (lower.Check, upper.Check);
            }
        }
        else
        {
            Span<T> numbers = stackalloc T[RowsTogether];
            Span<T> others = stackalloc T[RowsTogether];
            Span<double> masses = stackalloc double[RowsTogether];
            for (int row = 0, rows; row < targets.Rows; row += rows)
            {
                rows = Math.Min(RowsTogether, Tiles<T>.Length(targets, row, TLanes.Count));
                Tiles<T> tiles = Tiles<T>.Of(targets, row, rows, TLanes.Count, buffer);
                ClassWalk<TLanes, TVector, T>.Down(
                    tiles, targets.Classes, new TileTargetOperator(ref check, ref numbers[0], ref others[0]), ref masses[0], 1);
                masses[..rows].CopyTo(statistics.Masses[row..]);
                for (int r = 0; r < rows; r++)
                {
                    statistics.Labels[row + r] = Integer(numbers[r]);
                    statistics.IsSingle[row + r] = others[r] == T.Zero;
                }
            }
        }

        return check.IsWithin && checkAbove.IsWithin;
    }

    // The lanes are classes of one row; those of the upper operator are empty where a vector has them all.
    private static (int Label, bool IsSingle) Reduce(in TargetOperator lower, in TargetOperator upper)
    {
        Lanes16<T> largest = default;
        Lanes16<T> numbers = default;
        int count = ClassWalk<TLanes, TVector, T>.RowStep;
        TLanes.Store(lower.Largest, ref largest[0], 0);
        TLanes.Store(lower.Number, ref numbers[0], 0);
        if (TLanes.Count < count)
        {
            TLanes.Store(upper.Largest, ref largest[0], TLanes.Count);
            TLanes.Store(upper.Number, ref numbers[0], TLanes.Count);
        }

        int lane = 0;
        int above = 0;
        for (int i = 0; i < count; i++)
        {
            above += largest[i] > T.Zero ? 1 : 0;
            bool isFirst = largest[i] > largest[lane] || (largest[i] == largest[lane] && Integer(numbers[i]) < Integer(numbers[lane]));
            lane = isFirst ? i : lane;
        }

        return (Integer(numbers[lane]), above <= 1 && TLanes.IsZero(TLanes.Or(lower.Others, upper.Others)));
    }

    private static int Integer(T bits) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(bits) : (int)Unsafe.BitCast<T, long>(bits);

    private struct TargetOperator(RangeCheck<TLanes, TVector, T> check) : IClassOperator<TLanes, TVector, T>
    {
        // Of the targets above zero, for each lane; where there is none, zero and class 0.
        public TVector Largest = TLanes.Of(0);
        public TVector Number = TLanes.OfBits(0);

        // The bits of all targets but the largest.
        public TVector Others = TLanes.Of(0);

        public RangeCheck<TLanes, TVector, T> Check = check;

        public readonly TVector Begin
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.Of(0);
        }

        public readonly TVector LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.OfBits(0);
        }

        public readonly void EnterRow(ref readonly T row, int number)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Term(TVector values, TVector numbers, TVector isNew)
        {
            TVector t = TLanes.And(values, isNew);
            TVector isLarger = TLanes.Greater(t, Largest);
            Others = TLanes.Or(Others, TLanes.Select(isLarger, Largest, t));
            Largest = TLanes.Select(isLarger, t, Largest);
            Number = TLanes.Select(isLarger, numbers, Number);
            Check.Add(t);
            return t;
        }
    }

    // The same for the rows of a tile, whose labels and others it writes at the end.
    private ref struct TileTargetOperator : ITileOperator<TLanes, TVector, T>
    {
        private readonly ref RangeCheck<TLanes, TVector, T> _check;
        private readonly ref T _numbers;
        private readonly ref T _others;
        private TargetOperator _rows;

        public TileTargetOperator(ref RangeCheck<TLanes, TVector, T> check, ref T numbers, ref T others)
        {
            _check = ref check;
            _numbers = ref numbers;
            _others = ref others;
            _rows = new TargetOperator(check);
        }

        public readonly TVector Begin
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.Of(0);
        }

        public readonly TVector LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.OfBits(0);
        }

        public readonly void EnterRow(ref readonly T row, int number)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Enter(ref readonly T first, nint stride, int classes, int row) => _rows = new TargetOperator(_rows.Check);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Leave(int row)
        {
            _check = _rows.Check;
            TLanes.Store(_rows.Number, ref _numbers, row);
            TLanes.Store(_rows.Others, ref _others, row);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Term(TVector values, TVector numbers, TVector isNew) => _rows.Term(values, numbers, isNew);
    }
}
