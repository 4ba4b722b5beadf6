using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>What is done on a walk over the classes: at the ends of a row or of a tile, and with each vector between them.</summary>
internal interface IClassOperator<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>So many terms of the data type are added up before they go on in double.</summary>
    static abstract int StepsPerPart { get; }

    /// <summary>What begins each part of the sums: zeros, or what shall show in them.</summary>
    TVector Begin { get; }

    /// <summary>The class number, as bits, that lanes are given that were there before, for operators that leave out one class.</summary>
    TVector LeftOut { get; }

    /// <summary>Begins a row.</summary>
    /// <param name="row">Its first value.</param>
    /// <param name="number">Its number.</param>
    void EnterRow(ref readonly T row, int number);

    /// <summary>Ends a row.</summary>
    /// <param name="number">Its number.</param>
    void LeaveRow(int number);

    /// <summary>Begins a tile.</summary>
    /// <param name="first">The first class of its first row.</param>
    /// <param name="stride">How far apart the classes lie.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="row">The number of its first row.</param>
    void EnterTile(ref readonly T first, nint stride, int classes, int row);

    /// <summary>Ends a tile.</summary>
    /// <param name="row">The number of its first row.</param>
    void LeaveTile(int row);

    /// <summary>The terms that some values add to the sums.</summary>
    /// <param name="values">The values.</param>
    /// <param name="numbers">Their class numbers, as bits.</param>
    /// <param name="isNew">All bits set in the lanes that were not there before; else a lane adds nothing.</param>
    TVector Term(TVector values, TVector numbers, TVector isNew);
}

/// <summary>
/// Walks the classes and adds up what an operator makes of them: along a row, whose lanes are then one sum, or down the columns of a tile, each lane a row.
/// The lanes along a row are those of 512 bits on every machine, in one vector or in two, so that the order of the sums is one.
/// </summary>
internal static class ClassWalk<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The lanes of a step along a row.</summary>
    public static int RowStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64 / Unsafe.SizeOf<T>();
    }

    private static bool IsHalf
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Count < RowStep;
    }

    /// <summary>Walks along rows of at least as many classes as a step has lanes, one after the other.</summary>
    /// <param name="values">The first value of the first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="lower">The operator, for the first lanes of a step.</param>
    /// <param name="upper">The same for the other lanes, where a vector does not have them all.</param>
    /// <param name="sums">Where the sums go, one a row.</param>
    /// <param name="factor">A power of two by which they are multiplied.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Along<TOperator>(
        ref readonly T values, int rows, int classes, ref TOperator lower, ref TOperator upper, ref double sums, double factor)
        where TOperator : struct, IClassOperator<TLanes, TVector, T>, allows ref struct
    {
        TOperator first = lower;
        TOperator second = upper;
        for (int r = 0; r < rows; r++)
        {
            ref readonly T row = ref Unsafe.Add(ref Unsafe.AsRef(in values), (nint)r * classes);
            first.EnterRow(in row, r);
            second.EnterRow(in row, r);
            LaneSums low = default;
            LaneSums high = default;
            TVector lowPart = first.Begin;
            TVector highPart = second.Begin;
            TVector numbers = ClassNumbers.From<TLanes, TVector, T>(0);
            TVector numbersAbove = ClassNumbers.From<TLanes, TVector, T>(TLanes.Count);
            TVector isNew = TLanes.OfBits(-1);
            TVector isNewAbove = isNew;
            nint index = 0;
            int step = 0;
            while (true)
            {
                lowPart = TLanes.Add(lowPart, first.Term(TLanes.Load(in row, index), numbers, isNew));
                if (IsHalf)
                {
                    highPart = TLanes.Add(highPart, second.Term(TLanes.Load(in row, index + TLanes.Count), numbersAbove, isNewAbove));
                }

                step++;
                if (step % TOperator.StepsPerPart == 0)
                {
                    low.Add(TLanes.Lower(lowPart));
                    high.Add(IsHalf ? TLanes.Lower(highPart) : TLanes.Upper(lowPart));
                    lowPart = first.Begin;
                    highPart = second.Begin;
                }

                index += RowStep;
                if (index > classes - RowStep)
                {
                    if (index >= classes)
                    {
                        break;
                    }

                    // The last step reaches back to classes that were there before.
                    int before = (int)index - (classes - RowStep);
                    index = classes - RowStep;
                    isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(before);
                    isNewAbove = ClassNumbers.MaskFrom<TLanes, TVector, T>(before - TLanes.Count);
                    numbers = TLanes.Select(isNew, ClassNumbers.From<TLanes, TVector, T>((int)index), first.LeftOut);
                    numbersAbove = TLanes.Select(isNewAbove, ClassNumbers.From<TLanes, TVector, T>((int)index + TLanes.Count), first.LeftOut);
                }
                else
                {
                    numbers = TLanes.AddBits(numbers, TLanes.OfBits(RowStep));
                    numbersAbove = TLanes.AddBits(numbersAbove, TLanes.OfBits(RowStep));
                }
            }

            low.Add(TLanes.Lower(lowPart));
            high.Add(IsHalf ? TLanes.Lower(highPart) : TLanes.Upper(lowPart));
            first.LeaveRow(r);
            if (IsHalf)
            {
                second.LeaveRow(r);
            }

            Unsafe.Add(ref sums, r) = LaneSums.Total<T>(low, high) * factor;
        }

        lower = first;
        upper = second;
    }

    /// <summary>Walks down tiles, one after the other, each of as many rows as a vector has lanes.</summary>
    /// <param name="tiles">Where they lie.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="walked">The operator.</param>
    /// <param name="sums">Where the sums go, one a row of all tiles.</param>
    /// <param name="factor">A power of two by which they are multiplied.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Down<TOperator>(Tiles<T> tiles, int classes, TOperator walked, ref double sums, double factor)
        where TOperator : struct, IClassOperator<TLanes, TVector, T>, allows ref struct
    {
        TVector isNew = TLanes.OfBits(-1);
        TVector one = TLanes.OfBits(1);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T first = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            int row = tile * TLanes.Count;
            walked.EnterTile(in first, tiles.Stride, classes, row);
            LaneSums low = default;
            LaneSums high = default;
            TVector part = walked.Begin;
            TVector numbers = TLanes.OfBits(0);
            nint index = 0;
            for (int step = 1; step <= classes; step++)
            {
                part = TLanes.Add(part, walked.Term(TLanes.Load(in first, index), numbers, isNew));
                numbers = TLanes.AddBits(numbers, one);
                index += tiles.Stride;
                if (step % TOperator.StepsPerPart == 0)
                {
                    low.Add(TLanes.Lower(part));
                    high.Add(TLanes.Upper(part));
                    part = walked.Begin;
                }
            }

            low.Add(TLanes.Lower(part));
            high.Add(TLanes.Upper(part));
            low.Store<T>(ref Unsafe.Add(ref sums, row), factor);
            if (!IsHalf)
            {
                high.Store<T>(ref Unsafe.Add(ref sums, row + (RowStep / 2)), factor);
            }

            walked.LeaveTile(row);
        }
    }
}
