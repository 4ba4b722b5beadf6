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
internal readonly record struct CompensatedSum(double Sum, double Error)
{
    private const int LaneCount = 8;
    private const int HalfCount = LaneCount / 2;

    /// <summary>The sum, rounded once.</summary>
    public double Value => Sum + Error;

    /// <summary>The sum of all values, in an order that depends on their positions only: element i goes to the partial sum i mod 8.</summary>
    public static CompensatedSum Of(ReadOnlySpan<double> values) => OfNumbers(values);

    /// <summary>The same of float or double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static CompensatedSum OfNumbers<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ref T source = ref MemoryMarshal.GetReference(values);
        int whole = values.Length - (values.Length % LaneCount);
        Span<T> rest = stackalloc T[LaneCount];
        Pad(values[whole..], rest);
        Span<double> ends = stackalloc double[2 * LaneCount];
        // Where there is none, a vector of eight would be taken apart in every round.
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> sums = Vector512<double>.Zero;
            Vector512<double> errors = Vector512<double>.Zero;
            for (nint i = 0; i < whole; i += LaneCount)
            {
                AddWide(Widened.Eight(ref source, i), ref sums, ref errors);
            }

            AddWide(Widened.Eight(ref rest[0], 0), ref sums, ref errors);
            sums.StoreUnsafe(ref ends[0]);
            errors.StoreUnsafe(ref ends[LaneCount]);
            return OfLanes(ends);
        }

        Lanes low = default;
        Lanes high = default;
        for (nint i = 0; i < whole; i += LaneCount)
        {
            low.Add(Widened.Four(ref source, i));
            high.Add(Widened.Four(ref source, i + HalfCount));
        }

        low.Add(Widened.Four(ref rest[0], 0));
        high.Add(Widened.Four(ref rest[HalfCount], 0));
        low.Store(ref ends[0]);
        high.Store(ref ends[HalfCount]);
        return OfLanes(ends);
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
        int whole = a.Length - (a.Length % LaneCount);
        Span<double> restOfA = stackalloc double[LaneCount];
        Span<double> restOfB = stackalloc double[LaneCount];
        Pad(a[whole..], restOfA);
        Pad(b[whole..], restOfB);
        Span<double> ends = stackalloc double[2 * LaneCount];
        Lanes low = default;
        Lanes high = default;
        for (int i = 0; i < whole; i += LaneCount)
        {
            low.AddProduct(Vector256.LoadUnsafe(ref left, (nuint)i), Vector256.LoadUnsafe(ref right, (nuint)i));
            high.AddProduct(Vector256.LoadUnsafe(ref left, (nuint)(i + HalfCount)), Vector256.LoadUnsafe(ref right, (nuint)(i + HalfCount)));
        }

        low.AddProduct(Vector256.LoadUnsafe(ref restOfA[0]), Vector256.LoadUnsafe(ref restOfB[0]));
        high.AddProduct(Vector256.LoadUnsafe(ref restOfA[HalfCount]), Vector256.LoadUnsafe(ref restOfB[HalfCount]));
        low.Store(ref ends[0]);
        high.Store(ref ends[HalfCount]);
        return OfLanes(ends);
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
    public double DividedBy(double divisor) => Over(divisor).Value;

    /// <summary>The sum of the terms over a divisor.</summary>
    [Pure]
    internal CompensatedSum Over(double divisor)
    {
        double quotient = Sum / divisor;
        return Checked(quotient, (Math.FusedMultiplyAdd(-quotient, divisor, Sum) + Error) / divisor);
    }

    // The error of an infinite sum is NaN (infinity less infinity), as is that of a NaN; kept, it would turn the infinity into a NaN.
    private static CompensatedSum Checked(double sum, double error) => new(sum, double.IsFinite(sum) && double.IsFinite(error) ? error : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWide(Vector512<double> values, ref Vector512<double> sums, ref Vector512<double> errors)
    {
        Vector512<double> sum = sums + values;
        Vector512<double> added = sum - sums;
        errors += (sums - (sum - added)) + (values - added);
        sums = sum;
    }

    // The sums of all lanes, then their errors. Through memory: a partial sum that outlived a call would be written there in every round
    // of the loop before it, and a method that is given vectors cannot be compiled ahead of time.
    private static CompensatedSum OfLanes(ReadOnlySpan<double> ends)
    {
        CompensatedSum total = default;
        for (int lane = 0; lane < LaneCount; lane++)
        {
            total = total.Add(Checked(ends[lane], ends[LaneCount + lane]));
        }

        return total;
    }

    // The numbers past the last whole vector, and zeros, which change neither a sum nor its error; taken before the loop for the same reason.
    private static void Pad<T>(ReadOnlySpan<T> values, Span<T> lanes)
    {
        lanes.Clear();
        values.CopyTo(lanes);
    }

    // Four of the eight partial sums. Two halves feed on memory as fast as one vector of eight would, and need no AVX-512 to stay in registers.
    private struct Lanes
    {
        public Vector256<double> Sum;
        public Vector256<double> Error;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector256<double> value)
        {
            Vector256<double> sum = Sum + value;
            Error += ErrorOf(value, sum);
            Sum = sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddProduct(Vector256<double> a, Vector256<double> b)
        {
            Vector256<double> product = a * b;
            Vector256<double> sum = Sum + product;
            Error += ErrorOf(product, sum) + Vector256.FusedMultiplyAdd(a, b, -product);
            Sum = sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(ref double ends)
        {
            Sum.StoreUnsafe(ref ends);
            Error.StoreUnsafe(ref ends, LaneCount);
        }

        // D. E. Knuth's two-sum: exact whichever of the terms is larger.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector256<double> ErrorOf(Vector256<double> value, Vector256<double> sum)
        {
            Vector256<double> added = sum - Sum;
            return (Sum - (sum - added)) + (value - added);
        }
    }
}
