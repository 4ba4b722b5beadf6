using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// The sum of numbers, and how far they are spread, taken a stretch at a time. Within a stretch numbers are added plainly in double, element i to the
/// partial sum i mod 16: of what comes of float32 that is exact enough; of what comes of float64 all additions carry their rounding errors along, as do
/// those of the stretches' sums.
/// </summary>
/// <typeparam name="T">float or double: the data type of what the numbers are made of.</typeparam>
internal struct SpreadSums<T>
    where T : unmanaged
{
    /// <summary>The numbers of a stretch, but for the last.</summary>
    public const int Stretch = 1024;

    private const int Step = 2 * Half;
    private const int Half = 8;

    private CompensatedSum _sum;
    private double _squares;
    private double _center;
    private long _count;

    /// <summary>What all come to, each being a row.</summary>
    public readonly SumAndSpread Total
    {
        get
        {
            double offset = (_sum.Value / _count) - _center;
            return new SumAndSpread(_sum, _squares - (offset * offset * _count));
        }
    }

    /// <summary>What values come to.</summary>
    public static SumAndSpread Of<TNumber>(ReadOnlySpan<TNumber> values)
        where TNumber : unmanaged
    {
        SpreadSums<T> sums = default;
        for (int i = 0; i < values.Length; i += Stretch)
        {
            sums.Add(values.Slice(i, Math.Min(Stretch, values.Length - i)));
        }

        return sums.Total;
    }

    /// <summary>Adds a stretch.</summary>
    public void Add<TNumber>(ReadOnlySpan<TNumber> stretch)
        where TNumber : unmanaged
    {
        if (_count == 0)
        {
            // From any of the numbers the squares are not large beside those from the mean.
            _center = Widened.One(stretch[0]);
        }

        (double sum, double squares) = OfStretch(stretch, _center);
        _sum += typeof(T) == typeof(float) ? new CompensatedSum(sum, 0) : CompensatedSum.OfNumbers(stretch);
        _squares += squares;
        _count += stretch.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static (double Sum, double Squares) OfStretch<TNumber>(ReadOnlySpan<TNumber> values, double center)
        where TNumber : unmanaged
    {
        ref TNumber source = ref MemoryMarshal.GetReference(values);
        Vector512<double> centers = Vector512.Create(center);
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        Vector512<double> lowSquares = Vector512<double>.Zero;
        Vector512<double> highSquares = Vector512<double>.Zero;
        nint i = 0;
        for (; i <= values.Length - Step; i += Step)
        {
            Vector512<double> first = Widened.Eight(ref source, i);
            Vector512<double> second = Widened.Eight(ref source, i + Half);
            low += first;
            high += second;
            first -= centers;
            second -= centers;
            lowSquares = Vector512.FusedMultiplyAdd(first, first, lowSquares);
            highSquares = Vector512.FusedMultiplyAdd(second, second, highSquares);
        }

        low += high;
        lowSquares += highSquares;
        double sum = Lanes.Sum(low.GetLower() + low.GetUpper());
        double squares = Lanes.Sum(lowSquares.GetLower() + lowSquares.GetUpper());
        for (; i < values.Length; i++)
        {
            double value = Widened.One(Unsafe.Add(ref source, i));
            sum += value;
            squares += (value - center) * (value - center);
        }

        return (sum, squares);
    }
}
