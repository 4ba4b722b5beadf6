using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// A sum in double for each of the sixteen lanes of float32, or the eight of float64. Of float64 each sum carries its rounding errors along,
/// after D. E. Knuth's two-sum; of float32 double is exact enough for as many terms as a row can have.
/// </summary>
internal struct LaneSums
{
    private Vector256<double> _first;
    private Vector256<double> _second;

    // The upper eight lanes of float32; the errors of the eight of float64.
    private Vector256<double> _third;
    private Vector256<double> _fourth;

    /// <summary>Adds a number to each lane.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<T>(Vector256<T> lower, Vector256<T> upper)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            _first += Vector256.WidenLower(lower.As<T, float>());
            _second += Vector256.WidenUpper(lower.As<T, float>());
            _third += Vector256.WidenLower(upper.As<T, float>());
            _fourth += Vector256.WidenUpper(upper.As<T, float>());
        }
        else
        {
            _first = TwoSum(_first, lower.As<T, double>(), ref _third);
            _second = TwoSum(_second, upper.As<T, double>(), ref _fourth);
        }
    }

    /// <summary>The sum of all lanes, halves first, so that the order is the same on every machine.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public readonly double Total<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<double> four = _first + _second + (_third + _fourth);
            Vector128<double> two = four.GetLower() + four.GetUpper();
            return two.ToScalar() + two.GetElement(1);
        }

        Vector256<double> errors = _third + _fourth;
        Vector256<double> sums = TwoSum(_first, _second, ref errors);
        CompensatedSum total = default;
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            total += new CompensatedSum(sums.GetElement(lane), errors.GetElement(lane));
        }

        return total.Value;
    }

    /// <summary>Writes the lanes, each multiplied by a power of two, as many as there is room for.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public readonly void Store<T>(Span<double> destination, double factor)
        where T : unmanaged
    {
        int count = Vector512<T>.Count;
        if (destination.Length < count)
        {
            Span<double> all = stackalloc double[count];
            Store<T>(all, factor);
            all[..destination.Length].CopyTo(destination);
            return;
        }

        ref double first = ref MemoryMarshal.GetReference(destination);
        if (typeof(T) == typeof(float))
        {
            (_first * factor).StoreUnsafe(ref first, 0);
            (_second * factor).StoreUnsafe(ref first, 4);
            (_third * factor).StoreUnsafe(ref first, 8);
            (_fourth * factor).StoreUnsafe(ref first, 12);
        }
        else
        {
            (Rounded(_first, _third) * factor).StoreUnsafe(ref first, 0);
            (Rounded(_second, _fourth) * factor).StoreUnsafe(ref first, 4);
        }
    }

    /// <summary>Adds t (pivot - x) to each lane.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="pivots">The pivots: a sum of nothing but them.</param>
    /// <param name="lowerX">x of the lower lanes.</param>
    /// <param name="upperX">x of the upper lanes.</param>
    /// <param name="lowerT">t of the lower lanes.</param>
    /// <param name="upperT">t of the upper lanes.</param>
    /// <param name="skipZeros">Whether a t of zero makes nothing of an infinite difference.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddWeightedGap<T>(in LaneSums pivots, Vector256<T> lowerX, Vector256<T> upperX, Vector256<T> lowerT, Vector256<T> upperT, bool skipZeros)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            _first = PlusGap(_first, pivots._first, Vector256.WidenLower(lowerX.As<T, float>()), Vector256.WidenLower(lowerT.As<T, float>()), skipZeros);
            _second = PlusGap(_second, pivots._second, Vector256.WidenUpper(lowerX.As<T, float>()), Vector256.WidenUpper(lowerT.As<T, float>()), skipZeros);
            _third = PlusGap(_third, pivots._third, Vector256.WidenLower(upperX.As<T, float>()), Vector256.WidenLower(upperT.As<T, float>()), skipZeros);
            _fourth = PlusGap(_fourth, pivots._fourth, Vector256.WidenUpper(upperX.As<T, float>()), Vector256.WidenUpper(upperT.As<T, float>()), skipZeros);
        }
        else
        {
            _first = TwoSum(_first, PlusGap(Vector256<double>.Zero, pivots._first, lowerX.As<T, double>(), lowerT.As<T, double>(), skipZeros), ref _third);
            _second = TwoSum(_second, PlusGap(Vector256<double>.Zero, pivots._second, upperX.As<T, double>(), upperT.As<T, double>(), skipZeros), ref _fourth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PlusGap(Vector256<double> sum, Vector256<double> pivot, Vector256<double> x, Vector256<double> t, bool skipZeros)
    {
        Vector256<double> difference = pivot - x;
        if (skipZeros)
        {
            difference = Vector256.AndNot(difference, Vector256.Equals(t, Vector256<double>.Zero));
        }

        return Vector256.FusedMultiplyAdd(t, difference, sum);
    }

    // The error of an infinite sum is NaN; kept, it would turn the infinity into a NaN.
    private static Vector256<double> Rounded(Vector256<double> sum, Vector256<double> error) =>
        sum + (error & Vector256.Equals(sum - sum, Vector256<double>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> TwoSum(Vector256<double> a, Vector256<double> b, ref Vector256<double> errors)
    {
        Vector256<double> sum = a + b;
        Vector256<double> added = sum - a;
        errors += (a - (sum - added)) + (b - added);
        return sum;
    }
}
