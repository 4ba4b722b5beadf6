using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>
/// Walks the classes and adds up what an operator makes of them: along a row, whose lanes are then one sum, or down the columns of a tile, each lane a row.
/// The lanes along a row are those of 512 bits on every machine, so that the order of the sums is one; a vector of half as many goes along the row twice.
/// Along a row, terms that are rounded are added up in four sums by turns, so that one does not wait for the other and few small ones follow a large one, and go
/// on in double after eight of them.
/// </summary>
internal static class ClassWalk<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // Terms that are rounded can bear a few more roundings of the same size.
    private const int PartLength = 8;

    /// <summary>The lanes of a step along a row.</summary>
    public static int RowStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64 / Unsafe.SizeOf<T>();
    }

    /// <summary>Whether a vector has half of the lanes of a step, and goes along a row twice.</summary>
    public static bool IsHalf
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Count < RowStep;
    }

    /// <summary>Walks along rows of at least as many classes as a step has lanes, one after the other.</summary>
    /// <param name="values">The first value of the first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="operation">The operator.</param>
    /// <param name="sums">Where the sums go, one a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Along<TOperator>(ref readonly T values, int rows, int classes, ref TOperator operation, ref double sums)
        where TOperator : struct, IRowOperator<TLanes, TVector, T>, allows ref struct
    {
        // Of a copy the JIT keeps the parts in registers.
        TOperator walked = operation;
        TVector zero = TLanes.Of(0);
        nint partLength = PartLength * RowStep;
        nint ahead = Prefetch.Farthest<T>();
        nint lane = 0;
        LaneSums<TLanes, TVector, T> lower = default;
        for (int r = 0; r < rows;)
        {
            ref readonly T row = ref Unsafe.Add(ref Unsafe.AsRef(in values), ((nint)r * classes) + lane);
            walked.EnterRow(in Unsafe.Add(ref Unsafe.AsRef(in row), -lane), r);
            LaneSums<TLanes, TVector, T> sum = default;
            nint index = 0;
            while (index < classes)
            {
                TVector first = zero;
                TVector second = zero;
                TVector third = zero;
                TVector fourth = zero;
                nint end = index + partLength;
                if (!TOperator.IsNumbered && end <= classes && (nuint)(walked.LeftOut - index) >= (nuint)partLength)
                {
                    while (index < end)
                    {
                        Prefetch.Of(in row, index + ahead);
                        Prefetch.Of(in row, index + RowStep + ahead);
                        TVector term = walked.AddOthers(first, TLanes.Load(in row, index), lane + index);
                        TVector next = walked.AddOthers(second, TLanes.Load(in row, index + RowStep), lane + index + RowStep);
                        if (TOperator.AddsValues)
                        {
                            sum.Add(in row, index);
                            sum.Add(in row, index + RowStep);
                        }
                        else if (TOperator.IsExact)
                        {
                            sum.Add(term);
                            sum.Add(next);
                        }
                        else
                        {
                            (first, second, third, fourth) = (third, fourth, term, next);
                        }

                        index += 2 * RowStep;
                    }
                }
                else
                {
                    TVector isNew = TLanes.OfBits(-1);
                    TVector numbers = ClassNumbers.From<TLanes, TVector, T>((int)(index + lane));
                    end = Math.Min(end, classes);
                    while (index < end)
                    {
                        nint last = classes - RowStep;
                        if (index > last)
                        {
                            // The last step reaches back to classes that were there before.
                            isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>((int)(index - last - lane));
                            numbers = TLanes.Select(isNew, ClassNumbers.From<TLanes, TVector, T>((int)(last + lane)), TLanes.OfBits(walked.LeftOut));
                            index = last;
                        }

                        Prefetch.Of(in row, index + ahead);
                        TVector term = walked.Add(first, TLanes.Load(in row, index), lane + index, numbers, isNew);
                        index += RowStep;
                        numbers = TLanes.AddBits(numbers, TLanes.OfBits(RowStep));
                        if (TOperator.IsExact)
                        {
                            sum.Add(term);
                        }
                        else
                        {
                            (first, second, third, fourth) = (second, third, fourth, term);
                        }
                    }
                }

                if (!TOperator.IsExact)
                {
                    sum.Add(walked.TakeRest());
                    TVector half = TLanes.Add(first, second);
                    TVector otherHalf = TLanes.Add(third, fourth);
                    if (typeof(T) == typeof(float))
                    {
                        // One rounding less.
                        sum.Add(half);
                        sum.Add(otherHalf);
                    }
                    else
                    {
                        sum.Add(TLanes.Add(half, otherHalf));
                    }
                }
            }

            walked.LeaveRow((int)((r * RowStep) + lane));
            if (IsHalf && lane == 0)
            {
                lane = TLanes.Count;
                lower = sum;
                continue;
            }

            Unsafe.Add(ref sums, r) = LaneSums<TLanes, TVector, T>.Total(IsHalf ? lower : sum, sum);
            lane = 0;
            r++;
        }

        operation = walked;
    }

    /// <summary>Walks down tiles, one after the other, each of as many rows as a vector has lanes; terms go on in double.</summary>
    /// <param name="tiles">Where they lie.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="operation">The operator.</param>
    /// <param name="sums">Where the sums go, one a row of all tiles.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Down<TOperator>(Tiles<T> tiles, int classes, in TOperator operation, ref double sums)
        where TOperator : struct, ITileOperator<TLanes, TVector, T>, allows ref struct
    {
        // Of a copy the JIT keeps the parts in registers.
        TOperator walked = operation;
        TVector isNew = TLanes.OfBits(-1);
        TVector zero = TLanes.Of(0);
        nint stride = tiles.Stride;
        nint ahead = tiles.Ahead;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T corner = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T source = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.Source), tile * tiles.Advance);
            int row = tile * TLanes.Count;
            walked.EnterTile(in corner, stride, classes, row);
            LaneSums<TLanes, TVector, T> sum = default;
            nint index = 0;
            for (int c = 0; c < classes; c++)
            {
                Prefetch.Of(in source, index + ahead);
                TVector term = walked.Add(zero, TLanes.Load(in corner, index), index, TLanes.OfBits(c), isNew);
                if (TOperator.AddsValues)
                {
                    sum.Add(in corner, index);
                }
                else
                {
                    sum.Add(term);
                }

                index += stride;
            }

            sum.Store(ref Unsafe.Add(ref sums, row));
            walked.LeaveTile(row);
        }
    }
}
