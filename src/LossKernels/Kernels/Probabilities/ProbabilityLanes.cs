using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>The loops of <see cref="ProbabilityKernel"/> at one vector width.</summary>
internal static class ProbabilityLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Of every row the sum of the clipped values but for the label's own; that one too where vectors go across rows.</summary>
    /// <returns>Whether all values lie within 0..1 for certain.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Rests(
        TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> picked, Span<double> rests, Span<T> buffer)
    {
        RangeCheck<TLanes, TVector, T> check = new(1);
        if (RowWalk.GoesAlong(probabilities))
        {
            RestOperator walked = new(clip, in labels[0], ref check, ref picked[0]);
            ClassWalk<TLanes, TVector, T>.Along(
                in MemoryMarshal.GetReference(probabilities.Values), probabilities.Rows, probabilities.Classes, ref walked, ref rests[0]);
            walked.LeaveWalk();
            return check.IsWithin;
        }

        Lanes16<int> lastLabels = default;
        Lanes16<double> lastPicked = default;
        Lanes16<double> lastRests = default;
        for (int row = 0, rows; row < probabilities.Rows; row += rows)
        {
            rows = Tiles<T>.Length(probabilities, row, TLanes.Count);
            Tiles<T> tiles = Tiles<T>.Of(probabilities, row, rows, TLanes.Count, buffer);
            if (rows >= TLanes.Count)
            {
                ClassWalk<TLanes, TVector, T>.Down(
                    tiles, probabilities.Classes, new RestOperator(clip, in labels[row], ref check, ref picked[row]), ref rests[row]);
                continue;
            }

            labels[row..].CopyTo(lastLabels);
            ClassWalk<TLanes, TVector, T>.Down(
                tiles, probabilities.Classes, new RestOperator(clip, in lastLabels[0], ref check, ref lastPicked[0]), ref lastRests[0]);
            lastPicked[..rows].CopyTo(picked[row..]);
            lastRests[..rows].CopyTo(rests[row..]);
        }

        return check.IsWithin;
    }

    /// <summary>The sums of the clipped values of rows, one after the other, each of at least as many as a step has lanes.</summary>
    /// <param name="values">The first value of the first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="clip">Where the values are clipped.</param>
    /// <param name="check">What looks at the values.</param>
    /// <param name="sums">Where the sums go.</param>
    public static void SumAlong(
        ref readonly T values, int rows, int classes, ClipBounds clip, ref RangeCheck<TLanes, TVector, T> check, ref double sums)
    {
        if (clip == ClipBounds.None)
        {
            SumAlong<AllValues>(in values, rows, classes, clip, ref check, ref sums);
        }
        else
        {
            SumAlong<ClippedValues>(in values, rows, classes, clip, ref check, ref sums);
        }
    }

    /// <summary>The sums of the clipped values of the rows of some tiles.</summary>
    public static void SumDown(Tiles<T> tiles, int classes, ClipBounds clip, ref RangeCheck<TLanes, TVector, T> check, ref double sums)
    {
        if (clip == ClipBounds.None)
        {
            ClassWalk<TLanes, TVector, T>.Down(tiles, classes, new SumOperator<AllValues>(clip, ref check), ref sums);
        }
        else
        {
            ClassWalk<TLanes, TVector, T>.Down(tiles, classes, new SumOperator<ClippedValues>(clip, ref check), ref sums);
        }
    }

    private static void SumAlong<TClipping>(
        ref readonly T values, int rows, int classes, ClipBounds clip, ref RangeCheck<TLanes, TVector, T> check, ref double sums)
        where TClipping : IClipping
    {
        SumOperator<TClipping> walked = new(clip, ref check);
        ClassWalk<TLanes, TVector, T>.Along(in values, rows, classes, ref walked, ref sums);
        walked.LeaveWalk();
    }

    private interface IClipping
    {
        static abstract bool Clips { get; }
    }

    private readonly struct AllValues : IClipping
    {
        public static bool Clips => false;
    }

    private readonly struct ClippedValues : IClipping
    {
        public static bool Clips => true;
    }

    // A clipped value, but for the label's own: of one row, or of the rows of a tile.
    private ref struct RestOperator : IRowOperator<TLanes, TVector, T>, ITileOperator<TLanes, TVector, T>
    {
        private readonly ref readonly int _labels;
        private readonly ref RangeCheck<TLanes, TVector, T> _result;
        private readonly TVector _floor;
        private readonly TVector _ceiling;
        private RangeCheck<TLanes, TVector, T> _check;
        private readonly ref double _pickedOut;
        private TVector _own;
        private TVector _picked;
        private int _label;

        public RestOperator(ClipBounds clip, ref readonly int labels, ref RangeCheck<TLanes, TVector, T> check, ref double picked)
        {
            _labels = ref labels;
            _result = ref check;
            _pickedOut = ref picked;
            _floor = TLanes.Of(clip.Lower);
            _ceiling = TLanes.Of(clip.Upper);
            _check = check;
            _own = TLanes.OfBits(0);
            _picked = TLanes.Of(0);
        }

        // The terms are exact, so their sum is to be too.
        public static bool IsExact => true;

        public readonly int LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _label;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterTile(ref readonly T first, nint stride, int classes, int row) =>
            _own = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in _labels), row));

        public readonly TVector TakeRest() => default;

        public readonly void LeaveRow(int lane)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterRow(ref readonly T row, int number)
        {
            _label = Unsafe.Add(ref Unsafe.AsRef(in _labels), number);
            _own = TLanes.OfBits(_label);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveTile(int row)
        {
            TLanes.StoreWide(_picked, ref _pickedOut, row);
            LeaveWalk();
        }

        public readonly void LeaveWalk() => _result = _check;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew)
        {
            TVector clipped = AddOthers(sum, values, index);
            _picked = TLanes.SelectEqualBits(numbers, _own, clipped, _picked);
            return TLanes.ClearEqualBits(clipped, numbers, _own);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector AddOthers(TVector sum, TVector values, nint index)
        {
            _check.Add(values);
            return TLanes.Min(_ceiling, TLanes.Max(_floor, values));
        }
    }

    // A value, clipped if any are.
    private ref struct SumOperator<TClipping> : IRowOperator<TLanes, TVector, T>, ITileOperator<TLanes, TVector, T>
        where TClipping : IClipping
    {
        private readonly ref RangeCheck<TLanes, TVector, T> _result;
        private readonly TVector _floor;
        private readonly TVector _ceiling;
        private RangeCheck<TLanes, TVector, T> _check;

        public SumOperator(ClipBounds clip, ref RangeCheck<TLanes, TVector, T> check)
        {
            _result = ref check;
            _floor = TLanes.Of(clip.Lower);
            _ceiling = TLanes.Of(clip.Upper);
            _check = check;
        }

        // The terms are exact, so their sum is to be too.
        public static bool IsExact => true;

        public static bool AddsValues => !TClipping.Clips;

        // None.
        public readonly int LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => -1;
        }

        public readonly void LeaveWalk() => _result = _check;

        public readonly void EnterTile(ref readonly T first, nint stride, int classes, int row)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveTile(int row) => LeaveWalk();

        public readonly void EnterRow(ref readonly T row, int number)
        {
        }

        public readonly TVector TakeRest() => default;

        public readonly void LeaveRow(int lane)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew) => TLanes.And(AddOthers(sum, values, index), isNew);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector AddOthers(TVector sum, TVector values, nint index)
        {
            _check.Add(values);
            return TClipping.Clips ? TLanes.Min(_ceiling, TLanes.Max(_floor, values)) : values;
        }
    }
}
