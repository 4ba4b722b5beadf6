using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Targets;

/// <summary>The loops of <see cref="TargetKernel"/> at one vector width.</summary>
internal static class TargetLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // As many rows as are walked in one call, along them and across; the latter a multiple of the lanes of any vector.
    private const int RowsAlong = 16;
    private const int RowsAcross = 256;

    public static bool Scan(TensorBlock<T> targets, TargetStatistics statistics, Span<T> buffer) =>
        RowWalk.GoesAlong(targets) ? ScanAlong(targets, statistics) : ScanAcross(targets, statistics, buffer);

    private static bool ScanAlong(TensorBlock<T> targets, TargetStatistics statistics)
    {
        RangeCheck<TLanes, TVector, T> check = new(1);
        int lanes = ClassWalk<TLanes, TVector, T>.RowStep;
        Span<T> largest = stackalloc T[RowsAlong * lanes];
        Span<T> numbers = stackalloc T[RowsAlong * lanes];
        Span<T> others = stackalloc T[RowsAlong * lanes];
        for (int row = 0; row < targets.Rows; row += RowsAlong)
        {
            int rows = Math.Min(RowsAlong, targets.Rows - row);
            if (!UnitTargetLanes<TLanes, TVector, T>.Along(
                in targets[row][0], rows, targets.Classes, ref largest[0], ref numbers[0], ref others[0], ref statistics.Masses[row]))
            {
                TargetOperator walked = new(ref check, ref largest[0], ref numbers[0], ref others[0]);
                ClassWalk<TLanes, TVector, T>.Along(in targets[row][0], rows, targets.Classes, ref walked, ref statistics.Masses[row]);
            }

            for (int r = 0; r < rows; r++)
            {
                int lane = r * lanes;
                (statistics.Labels[row + r], statistics.IsSingle[row + r]) = Reduce(in largest[lane], in numbers[lane], in others[lane]);
            }
        }

        return check.IsWithin;
    }

    private static bool ScanAcross(TensorBlock<T> targets, TargetStatistics statistics, Span<T> buffer)
    {
        RangeCheck<TLanes, TVector, T> check = new(1);
        Span<T> largest = stackalloc T[RowsAcross];
        Span<T> numbers = stackalloc T[RowsAcross];
        Span<T> others = stackalloc T[RowsAcross];
        Lanes16<double> lastMasses = default;
        for (int row = 0, rows; row < targets.Rows; row += rows)
        {
            rows = Math.Min(RowsAcross, Tiles<T>.Length(targets, row, TLanes.Count));
            Tiles<T> tiles = Tiles<T>.Of(targets, row, rows, TLanes.Count, buffer);
            bool isLast = rows < TLanes.Count;
            ref double masses = ref isLast ? ref lastMasses[0] : ref statistics.Masses[row];
            if (!UnitTargetLanes<TLanes, TVector, T>.Down(tiles, targets.Classes, ref numbers[0], ref others[0], ref masses))
            {
                ClassWalk<TLanes, TVector, T>.Down(
                    tiles, targets.Classes, new TargetOperator(ref check, ref largest[0], ref numbers[0], ref others[0]), ref masses);
            }

            if (isLast)
            {
                lastMasses[..rows].CopyTo(statistics.Masses[row..]);
            }

            CopyIntegers(numbers[..rows], statistics.Labels[row..]);
            TensorPrimitives.IsZero<T>(others[..rows], statistics.IsSingle[row..]);
        }

        return check.IsWithin;
    }

    // The lanes are classes of one row.
    private static (int Label, bool IsSingle) Reduce(ref readonly T largest, ref readonly T numbers, ref readonly T others)
    {
        Vector512<T> targets = Vector512.LoadUnsafe(in largest);
        ulong above = Vector512.GreaterThan(targets, Vector512<T>.Zero).ExtractMostSignificantBits();
        bool isSingle = BitOperations.PopCount(above) <= 1 && Vector512.EqualsAll(Vector512.LoadUnsafe(in others), Vector512<T>.Zero);
        if (BitOperations.PopCount(above) > 1)
        {
            above = Vector512.Equals(targets, Vector512.Create(Largest(targets))).ExtractMostSignificantBits();
        }

        int label = above == 0 ? 0 : int.MaxValue;
        for (; above != 0; above &= above - 1)
        {
            label = Math.Min(label, Integer(Unsafe.Add(ref Unsafe.AsRef(in numbers), BitOperations.TrailingZeroCount(above))));
        }

        return (label, isSingle);
    }

    private static T Largest(Vector512<T> values)
    {
        Vector256<T> half = Vector256.MaxNative(values.GetLower(), values.GetUpper());
        Vector128<T> quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        T largest = quarter.GetElement(0);
        for (int lane = 1; lane < Vector128<T>.Count; lane++)
        {
            largest = T.MaxNative(largest, quarter.GetElement(lane));
        }

        return largest;
    }

    private static int Integer(T bits) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(bits) : (int)Unsafe.BitCast<T, long>(bits);

    private static void CopyIntegers(ReadOnlySpan<T> bits, Span<int> integers)
    {
        if (typeof(T) == typeof(float))
        {
            MemoryMarshal.Cast<T, int>(bits).CopyTo(integers);
        }
        else
        {
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<T, long>(bits), integers);
        }
    }

    // A target; on the way it keeps the largest one and its class, and the bits of the others.
    private ref struct TargetOperator : IRowOperator<TLanes, TVector, T>, ITileOperator<TLanes, TVector, T>
    {
        private readonly ref RangeCheck<TLanes, TVector, T> _result;
        private readonly ref T _largestOut;
        private readonly ref T _numbersOut;
        private readonly ref T _othersOut;
        private RangeCheck<TLanes, TVector, T> _check;

        // Of the targets above zero, for each lane; where there is none, zero and class 0.
        private TVector _largest;
        private TVector _number;
        private TVector _others;

        public TargetOperator(ref RangeCheck<TLanes, TVector, T> check, ref T largest, ref T numbers, ref T others)
        {
            _result = ref check;
            _largestOut = ref largest;
            _numbersOut = ref numbers;
            _othersOut = ref others;
            _check = check;
        }

        public static bool IsExact => true;

        public static bool IsNumbered => true;

        // None.
        public readonly int LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterRow(ref readonly T row, int number) => Reset();

        public readonly TVector TakeRest() => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveRow(int lane) => Store(lane);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterTile(ref readonly T first, nint stride, int classes, int row) => Reset();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveTile(int row) => Store(row);

        public TVector AddOthers(TVector sum, TVector values, nint index) => throw new UnreachableException("Every value has its number.");

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew)
        {
            TVector t = TLanes.And(values, isNew);
            TVector isLarger = TLanes.Greater(t, _largest);
            _others = TLanes.Or(_others, TLanes.Select(isLarger, _largest, t));
            _largest = TLanes.Select(isLarger, t, _largest);
            _number = TLanes.Select(isLarger, numbers, _number);
            _check.Add(t);
            return t;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Reset()
        {
            _largest = TLanes.Of(0);
            _number = TLanes.OfBits(0);
            _others = TLanes.Of(0);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Store(int index)
        {
            _result = _check;
            TLanes.Store(_largest, ref _largestOut, index);
            TLanes.Store(_number, ref _numbersOut, index);
            TLanes.Store(_others, ref _othersOut, index);
        }
    }
}
