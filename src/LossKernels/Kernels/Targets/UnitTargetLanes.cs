using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Targets;

/// <summary>
/// The loops of <see cref="TargetLanes{TLanes, TVector, T}"/> over targets within 0 and 1, whose bits are in the order of their values: one operation finds
/// the largest, and whether any are not within. Of those that are not, what is written means nothing.
/// </summary>
internal static class UnitTargetLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // So many steps along a row are first looked at for anything but zeros.
    private const int PartLength = 8;

    /// <summary>Walks along rows of at least as many classes as a step has lanes.</summary>
    /// <param name="targets">The first target of the first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="largest">Where the largest target of each lane of a step goes.</param>
    /// <param name="numbers">Where its class goes, the first of equals, as bits.</param>
    /// <param name="others">Where the largest of the other targets of the lane goes.</param>
    /// <param name="masses">Where the sums of the rows go.</param>
    /// <returns>Whether all targets are within.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Along(ref readonly T targets, int rows, nint classes, ref T largest, ref T numbers, ref T others, ref double masses)
    {
        nint step = ClassWalk<TLanes, TVector, T>.RowStep;
        nint rest = classes % step;
        nint last = classes - step;
        nint ahead = Prefetch.Farthest<T>();
        nint lane = 0;
        TVector most = TLanes.Of(0);
        LaneSums<TLanes, TVector, T> lower = default;
        for (int r = 0; r < rows;)
        {
            ref readonly T row = ref Unsafe.Add(ref Unsafe.AsRef(in targets), (r * classes) + lane);
            TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>((int)(step - rest - lane));
            LaneSums<TLanes, TVector, T> sum = default;
            TVector top = TLanes.Of(0);
            TVector ofTop = TLanes.OfBits(0);
            TVector second = TLanes.Of(0);
            for (nint start = 0; start < classes; start += PartLength * step)
            {
                nint end = Math.Min(start + (PartLength * step), classes - rest);
                bool hasRest = rest > 0 && start + (PartLength * step) >= classes;
                TVector topOfPart = TLanes.Of(0);
                TVector secondOfPart = TLanes.Of(0);
                TVector number = ClassNumbers.From<TLanes, TVector, T>((int)(start + lane));
                TVector numberOfTop = number;
                for (nint i = start; i < end; i += step)
                {
                    Prefetch.Of(in row, i + ahead);
                    TVector t = TLanes.Load(in row, i);
                    numberOfTop = TLanes.Select(TLanes.Greater(t, topOfPart), number, numberOfTop);
                    number = TLanes.AddBits(number, TLanes.OfBits(step));
                    secondOfPart = TLanes.MaxBits(secondOfPart, TLanes.Min(topOfPart, t));
                    topOfPart = TLanes.MaxBits(topOfPart, t);
                }

                TVector ofRest = TLanes.And(TLanes.Load(in row, last), isNew);
                if (hasRest)
                {
                    numberOfTop = TLanes.Select(TLanes.Greater(ofRest, topOfPart), ClassNumbers.From<TLanes, TVector, T>((int)(last + lane)), numberOfTop);
                    secondOfPart = TLanes.MaxBits(secondOfPart, TLanes.Min(topOfPart, ofRest));
                    topOfPart = TLanes.MaxBits(topOfPart, ofRest);
                }

                if (TLanes.IsZero(topOfPart))
                {
                    continue;
                }

                for (nint i = start; i < end; i += step)
                {
                    sum.Add(in row, i);
                }

                if (hasRest)
                {
                    sum.Add(ofRest);
                }

                ofTop = TLanes.Select(TLanes.Greater(topOfPart, top), numberOfTop, ofTop);
                second = TLanes.MaxBits(second, TLanes.MaxBits(secondOfPart, TLanes.Min(top, topOfPart)));
                top = TLanes.MaxBits(top, topOfPart);
            }

            nint place = (r * step) + lane;
            most = TLanes.MaxBits(most, top);
            TLanes.Store(top, ref largest, place);
            TLanes.Store(ofTop, ref numbers, place);
            TLanes.Store(second, ref others, place);
            if (ClassWalk<TLanes, TVector, T>.IsHalf && lane == 0)
            {
                lane = TLanes.Count;
                lower = sum;
                continue;
            }

            Unsafe.Add(ref masses, r) = LaneSums<TLanes, TVector, T>.Total(ClassWalk<TLanes, TVector, T>.IsHalf ? lower : sum, sum);
            lane = 0;
            r++;
        }

        return RangeCheck<TLanes, TVector, T>.AreWithin(most, 1);
    }

    /// <summary>Walks down tiles, whose lanes are rows.</summary>
    /// <param name="tiles">Where they lie.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="numbers">Where the class of each row's largest target goes, as bits.</param>
    /// <param name="others">Where the largest of the other targets goes.</param>
    /// <param name="masses">Where the sums of the rows go.</param>
    /// <returns>Whether all targets are within.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Down(Tiles<T> tiles, int classes, ref T numbers, ref T others, ref double masses)
    {
        TVector one = TLanes.OfBits(1);
        TVector most = TLanes.Of(0);
        nint stride = tiles.Stride;
        nint ahead = tiles.Ahead;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T corner = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T source = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.Source), tile * tiles.Advance);
            LaneSums<TLanes, TVector, T> sum = default;
            TVector number = TLanes.OfBits(0);
            TVector top = TLanes.Of(0);
            TVector ofTop = TLanes.OfBits(0);
            TVector second = TLanes.Of(0);
            for (nint i = 0; i < classes * stride; i += stride)
            {
                Prefetch.Of(in source, i + ahead);
                TVector t = TLanes.Load(in corner, i);
                sum.Add(in corner, i);
                ofTop = TLanes.Select(TLanes.Greater(t, top), number, ofTop);
                second = TLanes.MaxBits(second, TLanes.Min(top, t));
                top = TLanes.MaxBits(top, t);
                number = TLanes.AddBits(number, one);
            }

            nint row = tile * TLanes.Count;
            most = TLanes.MaxBits(most, top);
            TLanes.Store(ofTop, ref numbers, row);
            TLanes.Store(second, ref others, row);
            sum.Store(ref Unsafe.Add(ref masses, row));
        }

        return RangeCheck<TLanes, TVector, T>.AreWithin(most, 1);
    }
}
