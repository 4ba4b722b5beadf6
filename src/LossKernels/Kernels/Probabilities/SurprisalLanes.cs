using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// The loops of <see cref="WeightedLogs"/> at one vector width: of every row the sum of t_j times -ln p_j, p within <see cref="RowBounds{T}"/>; NaN
/// where a value is not.
/// </summary>
internal static class SurprisalLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sums of rows of at least as many values as a step has lanes, one row after the other.</summary>
    /// <param name="probabilities">The first value of the first row.</param>
    /// <param name="targets">The first of as many targets.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="bounds">The bounds of these rows.</param>
    /// <param name="sums">Where the sums go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Along(ref readonly T probabilities, ref readonly T targets, int rows, int classes, RowBounds<T> bounds, ref double sums)
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        nint last = classes - step;
        nint lane = 0;
        LaneSums<TLanes, TVector, T> lower = default;
        for (int r = 0; r < rows;)
        {
            nint start = ((nint)r * classes) + lane;
            ref readonly T row = ref Unsafe.Add(ref Unsafe.AsRef(in probabilities), start);
            ref readonly T target = ref Unsafe.Add(ref Unsafe.AsRef(in targets), start);
            SurprisalTerm<TLanes, TVector, T> term = new(TLanes.Spread(in bounds.Floors[r], 0), TLanes.Spread(in bounds.Ceilings[r], 0), bounds);
            LaneSums<TLanes, TVector, T> sum = default;
            TVector isNew = TLanes.OfBits(-1);
            for (nint index = 0; index < classes; index += step)
            {
                if (index > last)
                {
                    // The last step reaches back to values that were there before; these count for nothing.
                    isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>((int)(index - last - lane));
                    index = last;
                }

                TVector t = TLanes.And(TLanes.Load(in target, index), isNew);
                sum.AddProduct(t, term.Of(TLanes.Load(in row, index), t));
            }

            sum.Add(term.Outside);
            if (ClassWalk<TLanes, TVector, T>.IsHalf && lane == 0)
            {
                lane = TLanes.Count;
                lower = sum;
                continue;
            }

            Unsafe.Add(ref sums, r) = LaneSums<TLanes, TVector, T>.Total(ClassWalk<TLanes, TVector, T>.IsHalf ? lower : sum, sum);
            lane = 0;
            r++;
        }
    }

    /// <summary>The sums of the rows of some tiles.</summary>
    /// <param name="tiles">Where the probabilities lie.</param>
    /// <param name="targets">Where the targets lie.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="bounds">The bounds of these rows.</param>
    /// <param name="sums">Where the sums go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Down(Tiles<T> tiles, Tiles<T> targets, int classes, RowBounds<T> bounds, ref double sums)
    {
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T column = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T target = ref Unsafe.Add(ref Unsafe.AsRef(in targets.First), tile * targets.Advance);
            int row = tile * TLanes.Count;
            SurprisalTerm<TLanes, TVector, T> term = new(TLanes.Load(in bounds.Floors[row], 0), TLanes.Load(in bounds.Ceilings[row], 0), bounds);
            LaneSums<TLanes, TVector, T> sum = default;
            for (nint c = 0; c < classes; c++)
            {
                TVector t = TLanes.Load(in target, c * targets.Stride);
                sum.AddProduct(t, term.Of(TLanes.Load(in column, c * tiles.Stride), t));
            }

            sum.Add(term.Outside);
            sum.Store(ref Unsafe.Add(ref sums, row));
        }
    }
}
