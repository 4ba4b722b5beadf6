using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>The loops of <see cref="ProbabilityKernel"/>; they step as those of <see cref="SoftmaxLanes{TLanes, TVector, T}"/>.</summary>
internal static class ProbabilityLanes<TLanes, TVector, T>
    where TLanes : IWideLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int TermsPerPart = 4;

    public static bool Rests(TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> rests, Span<T> buffer)
    {
        RangeCheck<TLanes, TVector, T> check = new(1);
        if (RowWalk.GoesAlong(probabilities))
        {
            for (int r = 0; r < probabilities.Rows; r++)
            {
                rests[r] = RestOfRow(probabilities[r], labels[r], clip, ref check);
            }
        }
        else
        {
            LanesOfRows<T> lanes = default;
            for (int row = 0; row < probabilities.Rows; row += Tile<T>.Width)
            {
                int start = Tile<T>.Start(row, probabilities.Rows);
                Tile<T> tile = Tile<T>.Of(probabilities, start, buffer);
                lanes.Pick(probabilities, labels, start);
                LaneSums sums = default;
                Add(in tile.First, tile.Stride, probabilities.Classes, clip, TLanes.LoadBits(in lanes.Labels[0]), TLanes.OfBits(0), 1, ref sums, ref check);
                sums.Store<T>(rests[start..], 1);
            }
        }

        return check.IsWithin;
    }

    private static double RestOfRow(ReadOnlySpan<T> row, int label, ClipBounds clip, ref RangeCheck<TLanes, TVector, T> check)
    {
        ref T first = ref MemoryMarshal.GetReference(row);
        int width = TLanes.Count;
        TVector own = TLanes.OfBits(label);
        LaneSums sums = default;
        Add(in first, width, row.Length / width, clip, own, ClassNumbers.From<TLanes, TVector, T>(0), width, ref sums, ref check);
        int rest = row.Length % width;
        if (rest > 0)
        {
            // The last vector reaches back to classes that are counted; they are taken for the label's own, which counts for nothing.
            int start = row.Length - width;
            TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(width - rest);
            TVector numbers = TLanes.Select(isNew, ClassNumbers.From<TLanes, TVector, T>(start), own);
            Add(in Unsafe.Add(ref first, start), width, 1, clip, own, numbers, width, ref sums, ref check);
        }

        return sums.Total<T>();
    }

    // Adds the clipped values of some steps, but for the label's own.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(
        ref readonly T values, nint stride, int steps, ClipBounds clip, TVector own, TVector numbers, int advance, ref LaneSums sums, ref RangeCheck<TLanes, TVector, T> check)
    {
        LaneSums total = sums;
        RangeCheck<TLanes, TVector, T> seen = check;
        TVector lower = TLanes.Of(clip.Lower);
        TVector upper = TLanes.Of(clip.Upper);
        TVector next = TLanes.OfBits(advance);
        nint index = 0;
        while (steps > 0)
        {
            int terms = Math.Min(steps, TermsPerPart);
            steps -= terms;
            TVector part = TLanes.Of(0);
            do
            {
                TVector p = TLanes.Load(in values, index);
                seen.Add(p);
                p = TLanes.Min(upper, TLanes.Max(lower, p));
                part = TLanes.Add(part, TLanes.AndNot(p, TLanes.EqualBits(numbers, own)));
                numbers = TLanes.AddBits(numbers, next);
                index += stride;
                terms--;
            }
            while (terms > 0);
            total.Add(TLanes.Lower(part), TLanes.Upper(part));
        }

        sums = total;
        check = seen;
    }
}
