using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// A sum in double for each lane of 256 bits: eight of float32, four of float64. Of float64 each sum carries its rounding errors along,
/// after D. E. Knuth's two-sum; of float32 double is exact enough for as many terms as a row can have.
/// </summary>
internal struct LaneSums
{
    private Vector256<double> _first;

    // The upper four lanes of float32; the errors of the four of float64.
    private Vector256<double> _second;

    /// <summary>Adds a number to each lane.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<T>(Vector256<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            _first += Vector256.WidenLower(values.As<T, float>());
            _second += Vector256.WidenUpper(values.As<T, float>());
        }
        else
        {
            _first = TwoSum(_first, values.As<T, double>(), ref _second);
        }
    }

    /// <summary>Adds a b to each lane; the products of float32 are exact, those of float64 carry their errors.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct<T>(Vector256<T> a, Vector256<T> b)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            _first = Vector256.FusedMultiplyAdd(Vector256.WidenLower(a.As<T, float>()), Vector256.WidenLower(b.As<T, float>()), _first);
            _second = Vector256.FusedMultiplyAdd(Vector256.WidenUpper(a.As<T, float>()), Vector256.WidenUpper(b.As<T, float>()), _second);
        }
        else
        {
            Vector256<double> product = a.As<T, double>() * b.As<T, double>();
            _first = TwoSum(_first, product, ref _second);
            _second += Vector256.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), -product);
        }
    }

    /// <summary>Adds t (pivot - x) to each lane; the difference of float32 is exact, and so is the product but for the sum's rounding.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="pivots">The pivots: a sum of nothing but them.</param>
    /// <param name="x">x.</param>
    /// <param name="t">t.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddWeightedGap<T>(LaneSums pivots, Vector256<T> x, Vector256<T> t)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            _first = Vector256.FusedMultiplyAdd(
                pivots._first - Vector256.WidenLower(x.As<T, float>()), Vector256.WidenLower(t.As<T, float>()), _first);
            _second = Vector256.FusedMultiplyAdd(
                pivots._second - Vector256.WidenUpper(x.As<T, float>()), Vector256.WidenUpper(t.As<T, float>()), _second);
        }
        else
        {
            _first = TwoSum(_first, (pivots._first - x.As<T, double>()) * t.As<T, double>(), ref _second);
        }
    }

    /// <summary>The sum of all lanes of two, in an order that is the same on every machine.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Total<T>(LaneSums lower, LaneSums upper)
        where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return CompensatedTotal(lower, upper);
        }

        Vector256<double> four = lower._first + lower._second + (upper._first + upper._second);
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>Writes the lanes.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<T>(ref double destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            _first.StoreUnsafe(ref destination);
            _second.StoreUnsafe(ref destination, (nuint)Vector256<double>.Count);
        }
        else
        {
            // The error of an infinite sum is NaN; kept, it would turn the infinity into a NaN.
            Vector256<double> error = _second & Vector256.Equals(_first - _first, Vector256<double>.Zero);
            (_first + error).StoreUnsafe(ref destination);
        }
    }

    private static double CompensatedTotal(LaneSums lower, LaneSums upper)
    {
        Vector256<double> errors = lower._second + upper._second;
        Vector256<double> sums = TwoSum(lower._first, upper._first, ref errors);
        CompensatedSum total = default;
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            total += new CompensatedSum(sums.GetElement(lane), errors.GetElement(lane));
        }

        return total.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> TwoSum(Vector256<double> a, Vector256<double> b, ref Vector256<double> errors)
    {
        Vector256<double> sum = a + b;
        Vector256<double> added = sum - a;
        errors += (a - (sum - added)) + (b - added);
        return sum;
    }
}
