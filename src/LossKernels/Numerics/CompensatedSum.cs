using System.Diagnostics.Contracts;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// A sum of float64 numbers together with what it lacks: the rounding errors of its additions, themselves added up.
/// Its value is as exact as if it had been summed in twice the precision and rounded once, after
/// T. Ogita, S. M. Rump and S. Oishi, Accurate Sum and Dot Product, SIAM J. Sci. Comput. 26 (2005): off by 1 ulp plus n^2 2^-106 of the sum of the magnitudes.
/// An infinity or a NaN among the terms, or an overflow, gives the value that a plain sum would give.
/// </summary>
/// <param name="Sum">The sum as float64 arithmetic rounds it.</param>
/// <param name="Error">What the sum lacks of the exact one; 0 where the sum is not finite.</param>
public readonly record struct CompensatedSum(double Sum, double Error)
{
    /// <summary>The sum, rounded once.</summary>
    public double Value => Sum + Error;

    /// <summary>The sum of all values, in an order that depends on their positions only: element i goes to the partial sum i mod 8.</summary>
    public static CompensatedSum Of(ReadOnlySpan<double> values)
    {
        ref double source = ref MemoryMarshal.GetReference(values);
        Vector512<double> sum = Vector512<double>.Zero;
        Vector512<double> error = Vector512<double>.Zero;
        int whole = values.Length - (values.Length % Vector512<double>.Count);
        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            Vector512<double> value = Vector512.LoadUnsafe(ref source, (nuint)i);
            Vector512<double> previous = sum;
            sum += value;
            error += ErrorOfSum(previous, value, sum);
        }

        if (whole < values.Length)
        {
            Vector512<double> value = Padded(values[whole..]);
            Vector512<double> previous = sum;
            sum += value;
            error += ErrorOfSum(previous, value, sum);
        }

        return OfLanes(sum, error);
    }

    /// <summary>
    /// The sum of the products a[i] b[i], each product exact up to underflow, in an order that depends on their positions only: as <see cref="Of"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The spans are not of one length.</exception>
    public static CompensatedSum OfProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"{a.Length} factors cannot be paired with {b.Length}.", nameof(b));
        }

        ref double left = ref MemoryMarshal.GetReference(a);
        ref double right = ref MemoryMarshal.GetReference(b);
        Vector512<double> sum = Vector512<double>.Zero;
        Vector512<double> error = Vector512<double>.Zero;
        int whole = a.Length - (a.Length % Vector512<double>.Count);
        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            AddProduct(Vector512.LoadUnsafe(ref left, (nuint)i), Vector512.LoadUnsafe(ref right, (nuint)i), ref sum, ref error);
        }

        if (whole < a.Length)
        {
            AddProduct(Padded(a[whole..]), Padded(b[whole..]), ref sum, ref error);
        }

        return OfLanes(sum, error);
    }

    /// <summary>The sum with one more term.</summary>
    [Pure]
    public CompensatedSum Add(double value)
    {
        double sum = Sum + value;
        double added = sum - Sum;
        return Checked(sum, Error + ((Sum - (sum - added)) + (value - added)));
    }

    /// <summary>The sum with the terms of another sum.</summary>
    [Pure]
    public CompensatedSum Add(CompensatedSum other)
    {
        CompensatedSum sum = Add(other.Sum);
        return Checked(sum.Sum, sum.Error + other.Error);
    }

    /// <summary>The sum with one more term: <see cref="Add(double)"/>.</summary>
    public static CompensatedSum operator +(CompensatedSum sum, double value) => sum.Add(value);

    /// <summary>The sum of the terms of both: <see cref="Add(CompensatedSum)"/>.</summary>
    public static CompensatedSum operator +(CompensatedSum left, CompensatedSum right) => left.Add(right);

    /// <summary>The sum over a divisor, rounded once.</summary>
    [Pure]
    public double DividedBy(double divisor)
    {
        double quotient = Sum / divisor;
        double correction = (Math.FusedMultiplyAdd(-quotient, divisor, Sum) + Error) / divisor;
        return double.IsFinite(correction) ? quotient + correction : quotient;
    }

    // The error of an infinite sum is NaN (infinity less infinity), as is that of a NaN; kept, it would turn the infinity into a NaN.
    private static CompensatedSum Checked(double sum, double error) => new(sum, double.IsFinite(sum) && double.IsFinite(error) ? error : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(Vector512<double> a, Vector512<double> b, ref Vector512<double> sum, ref Vector512<double> error)
    {
        Vector512<double> product = a * b;
        Vector512<double> previous = sum;
        sum += product;
        error += ErrorOfSum(previous, product, sum) + Vector512.FusedMultiplyAdd(a, b, -product);
    }

    // D. E. Knuth's two-sum: exact whichever of the terms is larger.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ErrorOfSum(Vector512<double> a, Vector512<double> b, Vector512<double> sum)
    {
        Vector512<double> added = sum - a;
        return (a - (sum - added)) + (b - added);
    }

    private static CompensatedSum OfLanes(Vector512<double> sum, Vector512<double> error)
    {
        CompensatedSum result = default;
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
        {
            result = result.Add(Checked(sum.GetElement(lane), error.GetElement(lane)));
        }

        return result;
    }

    private static Vector512<double> Padded(ReadOnlySpan<double> values)
    {
        Span<double> lanes = stackalloc double[Vector512<double>.Count];
        lanes.Clear();
        values.CopyTo(lanes);
        return Vector512.Create<double>(lanes);
    }
}
