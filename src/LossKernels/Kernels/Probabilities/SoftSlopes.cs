using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// What <see cref="SoftGradient{TLanes, TVector, T}"/> makes derivatives of: numbers of the data type, and what they lack of those that they are rounded from;
/// one of each for a row, or for a value.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="memory">Room for <see cref="Parts"/> times as many numbers as there are rows, or values, and as fill the last vector up.</param>
internal readonly ref struct SoftSlopes<T>(Span<T> memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many numbers there are of each.</summary>
    public const int Parts = 6;

    /// <summary>Of numbers that are further from one no product and no quotient, nor what it lacks, is sure to be in the range of the data type.</summary>
    public const double Most = 1L << 50;

    private readonly Span<T> _memory = memory;

    private static int Step => Vector512<double>.Count;

    /// <summary>What is added to -t / p; NaN for rows that are not to be taken in this way.</summary>
    public Span<T> Bases => Part(0);

    /// <summary>What that lacks.</summary>
    public Span<T> BaseRests => Part(1);

    /// <summary>By what derivatives are multiplied.</summary>
    public Span<T> Scales => Part(2);

    /// <summary>What that lacks.</summary>
    public Span<T> ScaleRests => Part(3);

    /// <summary>The least value that is not clipped.</summary>
    public Span<T> Floors => Part(4);

    /// <summary>The largest value that is not clipped.</summary>
    public Span<T> Ceilings => Part(5);

    /// <summary>Writes one scale, and the bounds of values that are not divided before they are clipped, for all rows, or values.</summary>
    public void Fill(ClippedQuotient quotient, double scale)
    {
        T rounded = T.CreateTruncating(scale);
        Scales.Fill(rounded);
        ScaleRests.Fill(T.CreateTruncating(scale - double.CreateTruncating(rounded)));
        if (!quotient.IsBefore)
        {
            WriteBounds(Vector512<double>.One, quotient, 0);
            Floors.Fill(Floors[0]);
            Ceilings.Fill(Ceilings[0]);
        }
    }

    /// <summary>Writes the other numbers of some rows, as if none of their values were clipped.</summary>
    /// <param name="quotient">How a value is divided and clipped.</param>
    /// <param name="sums">What each row adds up to; empty where it is not divided by that.</param>
    /// <param name="masses">What its targets add up to.</param>
    /// <param name="scales">By what its derivatives are multiplied.</param>
    /// <param name="haveOwnScales">Whether each row has its own scale.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ClippedQuotient quotient, ReadOnlySpan<double> sums, ReadOnlySpan<double> masses, ReadOnlySpan<double> scales, bool haveOwnScales)
    {
        Vector512<double> one = Vector512<double>.One;
        ref T bases = ref MemoryMarshal.GetReference(_memory);
        nint part = _memory.Length / Parts;
        for (int r = 0; r < scales.Length; r += Step)
        {
            Vector512<double> sum = sums.IsEmpty ? one : Lanes.LoadSome(sums, r);
            Vector512<double> scale = Lanes.LoadSome(scales, r);
            Vector512<double> ofBase = sums.IsEmpty ? Vector512<double>.Zero : Lanes.LoadSome(masses, r) / sum;
            Vector512<double> isUsual = IsUsual(ofBase) & IsUsual(scale) & IsUsual(sum) & Vector512.GreaterThan(sum, Vector512<double>.Zero);
            ofBase = Vector512.ConditionalSelect(isUsual, ofBase, Vector512.Create(double.NaN));
            Store(ofBase, ref bases, r, part);
            if (haveOwnScales)
            {
                Store(scale, ref bases, r + (2 * part), part);
            }

            if (quotient.IsBefore)
            {
                WriteBounds(sum, quotient, r);
            }
        }
    }

    /// <summary>Takes the numbers of some rows for each of their values.</summary>
    /// <param name="slopes">Those of rows.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="classes">The values of a row.</param>
    /// <param name="haveOwnScales">Whether each row has its own scale.</param>
    /// <param name="haveOwnBounds">Whether each row has bounds of its own.</param>
    public void Spread<TLanes, TVector>(SoftSlopes<T> slopes, int first, int rows, int classes, bool haveOwnScales, bool haveOwnBounds)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        Spread<TLanes, TVector>(in slopes.Bases[first], rows, classes, ref Bases[0]);
        Spread<TLanes, TVector>(in slopes.BaseRests[first], rows, classes, ref BaseRests[0]);
        if (haveOwnScales)
        {
            Spread<TLanes, TVector>(in slopes.Scales[first], rows, classes, ref Scales[0]);
            Spread<TLanes, TVector>(in slopes.ScaleRests[first], rows, classes, ref ScaleRests[0]);
        }

        if (haveOwnBounds)
        {
            Spread<TLanes, TVector>(in slopes.Floors[first], rows, classes, ref Floors[0]);
            Spread<TLanes, TVector>(in slopes.Ceilings[first], rows, classes, ref Ceilings[0]);
        }
    }

    // A vector goes on into the next row, which is written after it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread<TLanes, TVector>(ref readonly T source, int rows, nint classes, ref T destination)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        for (nint r = 0; r < rows; r++)
        {
            TVector value = TLanes.Spread(in source, r);
            for (nint place = 0; place < classes; place += TLanes.Count)
            {
                TLanes.Store(value, ref destination, place);
            }

            destination = ref Unsafe.Add(ref destination, classes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteBounds(Vector512<double> factor, ClippedQuotient quotient, int row)
    {
        Widened.StoreUp(factor * quotient.Clip.Lower, ref Floors[0], row);
        Widened.StoreDown(factor * quotient.Clip.Upper, ref Ceilings[0], row);
    }

    private Span<T> Part(int part) => _memory.Slice(part * (_memory.Length / Parts), _memory.Length / Parts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<double> values, ref T destination, nint index, nint part)
    {
        Widened.Store(values, ref destination, index);
        Widened.Store(values - Widened.Eight(ref destination, index), ref destination, index + part);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> IsUsual(Vector512<double> values)
    {
        Vector512<double> size = Vector512.Abs(values);
        return (Vector512.GreaterThanOrEqual(size, Vector512.Create(1 / Most)) & Vector512.LessThanOrEqual(size, Vector512.Create(Most)))
            | Vector512.Equals(values, Vector512<double>.Zero);
    }
}
