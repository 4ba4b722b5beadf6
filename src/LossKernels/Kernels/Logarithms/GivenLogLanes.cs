using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Logarithms;

/// <summary><see cref="GivenLogs"/> at one vector width.</summary>
internal static class GivenLogLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The sums of all rows of a block.</summary>
    public static void Sum(TensorBlock<T> logarithms, TensorBlock<T> targets, bool skipsZeros, Span<double> sums)
    {
        Term term = new(skipsZeros);
        if (RowWalk.GoesAlong(logarithms))
        {
            WeightedWalk<TLanes, TVector, T>.Along(in logarithms[0][0], in targets[0][0], logarithms.Rows, logarithms.Classes, term, ref sums[0]);
            return;
        }

        using TileBuffer<T> buffer = new(logarithms);
        using TileBuffer<T> targetBuffer = new(targets);
        Lanes16<double> last = default;
        for (int row = 0, rows; row < logarithms.Rows; row += rows)
        {
            rows = Tiles<T>.Length(logarithms, row, TLanes.Count);
            Tiles<T> tiles = Tiles<T>.Of(logarithms, row, rows, TLanes.Count, buffer.Values);
            Tiles<T> targetTiles = Tiles<T>.Of(targets, row, rows, TLanes.Count, targetBuffer.Values);
            bool isLast = rows < TLanes.Count;
            WeightedWalk<TLanes, TVector, T>.Down(tiles, targetTiles, logarithms.Classes, term, ref isLast ? ref last[0] : ref sums[row]);
            if (isLast)
            {
                last[..rows].CopyTo(sums[row..]);
            }
        }
    }

    // Minus the logarithm; of a target that is skipped, zero.
    private readonly struct Term(bool skipsZeros) : IWeightedTerm<TLanes, TVector, T>
    {
        private readonly TVector _skipped = TLanes.OfBits(skipsZeros ? -1 : 0);

        public TVector Last
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.Of(0);
        }

        public void EnterRow(int row)
        {
        }

        public void EnterTile(int row)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector values, TVector targets)
        {
            TVector isSkipped = TLanes.And(TLanes.Equal(targets, TLanes.Of(0)), _skipped);
            return TLanes.AndNot(TLanes.Subtract(TLanes.Of(0), values), isSkipped);
        }
    }
}
