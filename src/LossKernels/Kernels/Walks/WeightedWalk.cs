using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>
/// Walks values and targets side by side, and adds up t_j f(x_j) of every row: along rows or across them as <see cref="ClassWalk{TLanes, TVector, T}"/>
/// does.
/// </summary>
internal static class WeightedWalk<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The sums of rows of at least as many values as a step has lanes, one row after the other.</summary>
    /// <param name="values">The first value of the first row.</param>
    /// <param name="targets">The first of as many targets.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="term">f.</param>
    /// <param name="sums">Where the sums go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Along<TTerm>(ref readonly T values, ref readonly T targets, int rows, int classes, TTerm term, ref double sums)
        where TTerm : struct, IWeightedTerm<TLanes, TVector, T>, allows ref struct
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        nint ahead = Prefetch.Farthest<T>();
        nint last = classes - step;
        nint lane = 0;
        LaneSums<TLanes, TVector, T> lower = default;
        for (int r = 0; r < rows;)
        {
            nint start = ((nint)r * classes) + lane;
            ref readonly T row = ref Unsafe.Add(ref Unsafe.AsRef(in values), start);
            ref readonly T target = ref Unsafe.Add(ref Unsafe.AsRef(in targets), start);
            term.EnterRow(r);
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

                if (!TTerm.AreNear)
                {
                    Prefetch.Of(in row, index + ahead);
                    Prefetch.Of(in target, index + ahead);
                }

                TVector value = term.Of(TLanes.Load(in row, index), TLanes.Load(in target, index));
                sum.AddProduct(in target, index, TLanes.And(value, isNew));
            }

            sum.Add(term.Last);
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
    /// <param name="tiles">Where the values lie.</param>
    /// <param name="targets">Where the targets lie.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="term">f.</param>
    /// <param name="sums">Where the sums go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Down<TTerm>(Tiles<T> tiles, Tiles<T> targets, int classes, TTerm term, ref double sums)
        where TTerm : struct, IWeightedTerm<TLanes, TVector, T>, allows ref struct
    {
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T column = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T target = ref Unsafe.Add(ref Unsafe.AsRef(in targets.First), tile * targets.Advance);
            int row = tile * TLanes.Count;
            term.EnterTile(row);
            LaneSums<TLanes, TVector, T> sum = default;
            for (nint c = 0; c < classes; c++)
            {
                nint place = c * targets.Stride;
                sum.AddProduct(in target, place, term.Of(TLanes.Load(in column, c * tiles.Stride), TLanes.Load(in target, place)));
            }

            sum.Add(term.Last);
            sum.Store(ref Unsafe.Add(ref sums, row));
        }
    }
}
