using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// A sum in double for each lane of a vector. Of float64 each sum carries its rounding errors along, after D. E. Knuth's two-sum; of float32 double is
/// exact enough for as many terms as a row can have.
/// </summary>
/// <typeparam name="TLanes">The lanes.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal struct LaneSums<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // Doubles: of the lower half of the lanes of float32; of all lanes of float64.
    private TVector _first;

    // Doubles: of the upper half of the lanes of float32; the errors of float64.
    private TVector _second;

    /// <summary>Adds a number to each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TVector values)
    {
        if (typeof(T) == typeof(float))
        {
            _first = TLanes.AddWide(_first, TLanes.WidenLower(values));
            _second = TLanes.AddWide(_second, TLanes.WidenUpper(values));
        }
        else
        {
            _first = TwoSum(_first, values, ref _second);
        }
    }

    /// <summary>The same of numbers that lie in memory from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref readonly T values, nint index)
    {
        if (typeof(T) == typeof(float))
        {
            _first = TLanes.AddWide(_first, TLanes.LoadHalf(in values, index));
            _second = TLanes.AddWide(_second, TLanes.LoadHalf(in values, index + (TLanes.Count / 2)));
        }
        else
        {
            Add(TLanes.Load(in values, index));
        }
    }

    /// <summary>Adds a number to each lane; of float64 nothing is carried along: for numbers that are rounded themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddRounded(TVector values)
    {
        if (typeof(T) == typeof(float))
        {
            Add(values);
        }
        else
        {
            _first = TLanes.AddWide(_first, values);
        }
    }

    /// <summary>Adds a b to each lane; the products of float32 are exact, those of float64 carry their errors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(TVector a, TVector b)
    {
        if (typeof(T) == typeof(float))
        {
            _first = TLanes.FmaWide(TLanes.WidenLower(a), TLanes.WidenLower(b), _first);
            _second = TLanes.FmaWide(TLanes.WidenUpper(a), TLanes.WidenUpper(b), _second);
        }
        else
        {
            TVector product = TLanes.Multiply(a, b);
            _first = TwoSum(_first, product, ref _second);
            _second = TLanes.Add(_second, TLanes.Fma(a, b, TLanes.Subtract(TLanes.Of(0), product)));
        }
    }

    /// <summary>The same, a of which lies in memory from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(ref readonly T a, nint index, TVector b)
    {
        if (typeof(T) == typeof(float))
        {
            _first = TLanes.FmaWide(TLanes.LoadHalf(in a, index), TLanes.WidenLower(b), _first);
            _second = TLanes.FmaWide(TLanes.LoadHalf(in a, index + (TLanes.Count / 2)), TLanes.WidenUpper(b), _second);
        }
        else
        {
            AddProduct(TLanes.Load(in a, index), b);
        }
    }

    /// <summary>Adds t (pivot - x) to each lane; the difference of float32 is exact, and so is the product but for the sum's rounding.</summary>
    /// <param name="pivots">The pivots: a sum of nothing but them.</param>
    /// <param name="x">x.</param>
    /// <param name="t">t.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddWeightedGap(LaneSums<TLanes, TVector, T> pivots, TVector x, TVector t)
    {
        if (typeof(T) == typeof(float))
        {
            _first = TLanes.FmaWide(TLanes.SubtractWide(pivots._first, TLanes.WidenLower(x)), TLanes.WidenLower(t), _first);
            _second = TLanes.FmaWide(TLanes.SubtractWide(pivots._second, TLanes.WidenUpper(x)), TLanes.WidenUpper(t), _second);
        }
        else
        {
            _first = TwoSum(_first, TLanes.Multiply(TLanes.Subtract(pivots._first, x), t), ref _second);
        }
    }

    /// <summary>The same of numbers that lie in memory, each from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddWeightedGap(LaneSums<TLanes, TVector, T> pivots, ref readonly T x, nint index, ref readonly T t, nint targetIndex)
    {
        if (typeof(T) == typeof(float))
        {
            nint half = TLanes.Count / 2;
            _first = TLanes.FmaWide(TLanes.SubtractWide(pivots._first, TLanes.LoadHalf(in x, index)), TLanes.LoadHalf(in t, targetIndex), _first);
            _second = TLanes.FmaWide(TLanes.SubtractWide(pivots._second, TLanes.LoadHalf(in x, index + half)), TLanes.LoadHalf(in t, targetIndex + half), _second);
        }
        else
        {
            AddWeightedGap(pivots, TLanes.Load(in x, index), TLanes.Load(in t, targetIndex));
        }
    }

    /// <summary>Whether all lanes are numbers.</summary>
    public readonly bool AreFinite
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            TVector nothing = TLanes.AddWide(TLanes.SubtractWide(_first, _first), TLanes.SubtractWide(_second, _second));
            return TLanes.IsZero(nothing);
        }
    }

    /// <summary>
    /// The sum of all lanes of a step along a row, in an order that is the same on every machine: of one vector of 512 bits, or of two of 256.
    /// </summary>
    /// <param name="lower">The sums of the vector; the lower half of the step where it takes two.</param>
    /// <param name="upper">The sums of the upper half of the step where it takes two.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Total(LaneSums<TLanes, TVector, T> lower, LaneSums<TLanes, TVector, T> upper)
    {
        bool isWhole = Unsafe.SizeOf<TVector>() == Vector512<byte>.Count;
        Vector256<double> first = Lower(lower._first);
        Vector256<double> second = isWhole ? Upper(lower._first) : Lower(typeof(T) == typeof(float) ? lower._second : upper._first);
        Vector256<double> third = Lower(isWhole || typeof(T) != typeof(float) ? lower._second : upper._first);
        Vector256<double> fourth = isWhole ? Upper(lower._second) : Lower(upper._second);
        if (typeof(T) != typeof(float))
        {
            return CompensatedTotal(first, second, third + fourth);
        }

        Vector256<double> four = first + second + (third + fourth);
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>Writes the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref double destination)
    {
        if (typeof(T) == typeof(float))
        {
            StoreWide(_first, ref destination, 0);
            StoreWide(_second, ref destination, TLanes.Count / 2);
        }
        else
        {
            // The error of an infinite sum is NaN; kept, it would turn the infinity into a NaN.
            TVector error = TLanes.And(_second, TLanes.Equal(TLanes.Subtract(_first, _first), TLanes.Of(0)));
            StoreWide(TLanes.Add(_first, error), ref destination, 0);
        }
    }

    private static double CompensatedTotal(Vector256<double> lower, Vector256<double> upper, Vector256<double> errors)
    {
        Vector256<double> sums = LaneSums<Lanes256<double>, Vector256<double>, double>.TwoSum(lower, upper, ref errors);
        CompensatedSum total = default;
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            total += new CompensatedSum(sums.GetElement(lane), errors.GetElement(lane));
        }

        return total.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TwoSum(TVector a, TVector b, ref TVector errors)
    {
        TVector sum = TLanes.AddWide(a, b);
        TVector added = TLanes.SubtractWide(sum, a);
        TVector error = TLanes.AddWide(TLanes.SubtractWide(a, TLanes.SubtractWide(sum, added)), TLanes.SubtractWide(b, added));
        errors = TLanes.AddWide(errors, error);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Lower(TVector doubles) => TLanes.Lower(doubles).As<T, double>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Upper(TVector doubles) => TLanes.Upper(doubles).As<T, double>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWide(TVector doubles, ref double destination, nint index) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<double, byte>(ref Unsafe.Add(ref destination, index)), doubles);
}
