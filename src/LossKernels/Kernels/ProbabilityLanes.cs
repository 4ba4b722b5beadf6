using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>The loops of <see cref="ProbabilityKernel"/> at one vector width.</summary>
internal static class ProbabilityLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Of every row the sum of the clipped values but for the label's own.</summary>
    /// <returns>Whether all values lie within 0..1 for certain.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Rests(TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> rests, Span<T> buffer)
    {
        RestOperator lower = new(clip);
        RestOperator upper = lower;
        if (RowWalk.GoesAlong(probabilities))
        {
            for (int r = 0; r < probabilities.Rows; r++)
            {
                ReadOnlySpan<T> row = probabilities[r];
                lower.Own = upper.Own = TLanes.OfBits(labels[r]);
                rests[r] = ClassWalk<TLanes, TVector, T>.Along(in MemoryMarshal.GetReference(row), row.Length, ref lower, ref upper);
            }
        }
        else
        {
            LanesOfRows<T> lanes = default;
            for (int row = 0; row < probabilities.Rows; row += TLanes.Count)
            {
                int start = Tile<T>.Start(row, probabilities.Rows, TLanes.Count);
                Tile<T> tile = Tile<T>.Of(probabilities, start, TLanes.Count, buffer);
                lanes.Pick(tile, labels[start..], TLanes.Count);
                lower.Own = TLanes.LoadBits(in lanes.Labels[0]);
                ClassWalk<TLanes, TVector, T>.Down(in tile.First, tile.Stride, probabilities.Classes, ref lower, rests[start..], 1);
            }
        }

        return lower.Check.IsWithin && upper.Check.IsWithin;
    }

    // A clipped value, but for the label's own.
    private struct RestOperator(ClipBounds clip) : IClassOperator<TLanes, TVector, T>
    {
        public TVector Own;
        public RangeCheck<TLanes, TVector, T> Check = new(1);
        private readonly TVector _floor = TLanes.Of(clip.Lower);
        private readonly TVector _ceiling = TLanes.Of(clip.Upper);

        public readonly TVector Begin
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.Of(0);
        }

        public readonly TVector LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => Own;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Term(TVector values, TVector numbers, TVector isNew)
        {
            Check.Add(values);
            return TLanes.AndNot(TLanes.Min(_ceiling, TLanes.Max(_floor, values)), TLanes.EqualBits(numbers, Own));
        }
    }
}
