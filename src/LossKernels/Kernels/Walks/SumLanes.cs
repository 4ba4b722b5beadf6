using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Walks;

/// <summary>The sums of rows at one vector width.</summary>
internal static class SumLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The sum of every row.</summary>
    public static void Sums(TensorBlock<T> values, Span<double> sums, Span<T> buffer)
    {
        if (RowWalk.GoesAlong(values))
        {
            ValueOperator walked = default;
            ClassWalk<TLanes, TVector, T>.Along(
                in MemoryMarshal.GetReference(values.Values), values.Rows, values.Classes, ref walked, ref sums[0]);
            return;
        }

        Lanes16<double> last = default;
        for (int row = 0, rows; row < values.Rows; row += rows)
        {
            rows = Tiles<T>.Length(values, row, TLanes.Count);
            Tiles<T> tiles = Tiles<T>.Of(values, row, rows, TLanes.Count, buffer);
            if (rows >= TLanes.Count)
            {
                ClassWalk<TLanes, TVector, T>.Down(tiles, values.Classes, default(ValueOperator), ref sums[row]);
                continue;
            }

            ClassWalk<TLanes, TVector, T>.Down(tiles, values.Classes, default(ValueOperator), ref last[0]);
            last[..rows].CopyTo(sums[row..]);
        }
    }

    // The values as they are.
    private readonly struct ValueOperator : IRowOperator<TLanes, TVector, T>, ITileOperator<TLanes, TVector, T>
    {
        public static bool IsExact => true;

        public static bool AddsValues => true;

        // None.
        public int LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => -1;
        }

        public void EnterRow(ref readonly T row, int number)
        {
        }

        public TVector TakeRest() => default;

        public void LeaveRow(int lane)
        {
        }

        public void EnterTile(ref readonly T first, nint stride, int classes, int row)
        {
        }

        public void LeaveTile(int row)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew) => TLanes.And(values, isNew);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector AddOthers(TVector sum, TVector values, nint index) => values;
    }
}
