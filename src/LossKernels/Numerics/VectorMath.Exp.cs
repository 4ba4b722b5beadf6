using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

// x = n ln 2 + r with |r| <= ln(2)/2, exp(x) = 2^n (1 + r + r^2 P(r)): W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980.
// P is the minimax fit of (e^r - 1 - r) / r^2 in the relative error of e^r over |r| <= 0.34658, by Remez' exchange in 200-bit arithmetic,
// its coefficients rounded one after the other and the rest fitted again: 2^-28.2 off for float32, 2^-56.6 for float64.
public static partial class VectorMath
{
    // 1.5 times 2^23 (2^52): added to a number of small magnitude, it rounds it to an integer, which then stands in the low bits of the sum.
    private const float RoundSingle = 12582912f;
    private const double RoundDouble = 6755399441055744d;

    // What ln 2 as float32 (float64) has it is above itself.
    private const float LnTwoExcessSingle = 1.9046542121259336e-09f;
    private const double LnTwoExcessDouble = -2.3190468138462996e-17;

    /// <summary>
    /// e^x in every lane. At most 1 ulp off (measured: 0.9), for results below the normal range 1 ulp of the smallest number;
    /// exp(0) is 1, exp of minus infinity 0, of infinity infinity, of NaN NaN. It overflows to infinity and underflows through the subnormal numbers to 0.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> x)
        where T : unmanaged => Exp(x, Vector512<T>.Zero);

    /// <inheritdoc cref="Exp{T}(Vector512{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exp<T>(Vector256<T> x)
        where T : unmanaged => Exp(x, Vector256<T>.Zero);

    /// <summary>
    /// e^(x + carry) in every lane, where carry is the rounding error of x: for d = a - b it is what <c>d</c> lacks of the exact difference.
    /// Without it the result is off by |x| / 2 ulp; with it by 1, as if the exact difference had been given. With a carry of 0 the bits are those of
    /// <see cref="Exp{T}(Vector512{T})"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The argument, rounded.</param>
    /// <param name="carry">What the argument lacks, at most half its ulp; finite, so 0 where <paramref name="x"/> is infinite.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> x, Vector512<T> carry)
        where T : unmanaged => Vector512.IsHardwareAccelerated
            ? Exp<Lanes512<T>, Vector512<T>, T>(x, carry)
            : Whole(Exp<PairLanes<Lanes256<T>, Vector256<T>, T>, Pair<Vector256<T>>, T>(Halves(x), Halves(carry)));

    /// <inheritdoc cref="Exp{T}(Vector512{T}, Vector512{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exp<T>(Vector256<T> x, Vector256<T> carry)
        where T : unmanaged => Exp<Lanes256<T>, Vector256<T>, T>(x, carry);

    /// <summary>e^(x + carry) at any width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Exp<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => typeof(T) == typeof(float) ? ExpSingle<TLanes, TVector, T>(x, carry)
            : typeof(T) == typeof(double) ? ExpDouble<TLanes, TVector, T>(x, carry)
            : throw Unsupported<T>();

    /// <summary>e^(x + carry) of any difference and its rounding error, which is NaN where the difference is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ExpOfDifference<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        // Where e^x is neither 0 nor infinity no carry is larger; where it is, a larger one would be no small number to a polynomial.
        double largest = typeof(T) == typeof(float) ? 1d / (1 << 17) : 1d / (1L << 42);
        return Exp<TLanes, TVector, T>(x, TLanes.Max(TLanes.Of(-largest), TLanes.Min(carry, TLanes.Of(largest))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpSingle<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        // Beyond these bounds the result is 0 or infinity; a NaN stays.
        (TVector reduced, TVector n, TVector rounded) = ReducedSingle<TLanes, TVector, T>(TLanes.Min(TLanes.Of(89f), TLanes.Max(TLanes.Of(-104f), x)));
        TVector r = TLanes.Add(reduced, TLanes.Fma(n, TLanes.Of(LnTwoExcessSingle), carry));
        return ExpOfReducedSingle<TLanes, TVector, T>(r, n, rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpDouble<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        (TVector reduced, TVector n, TVector rounded) = ReducedDouble<TLanes, TVector, T>(TLanes.Min(TLanes.Of(710d), TLanes.Max(TLanes.Of(-746d), x)));
        TVector r = TLanes.Add(reduced, TLanes.Fma(n, TLanes.Of(LnTwoExcessDouble), carry));
        return ExpOfReducedDouble<TLanes, TVector, T>(r, n, rounded);
    }

    /// <summary>e^x of numbers that are not positive, without a look at what would overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ExpOfNegative<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            (TVector reduced, TVector n, TVector rounded) = ReducedSingle<TLanes, TVector, T>(TLanes.Max(TLanes.Of(-104f), x));
            return ExpOfReducedSingle<TLanes, TVector, T>(TLanes.Fma(n, TLanes.Of(LnTwoExcessSingle), reduced), n, rounded);
        }
        else
        {
            (TVector reduced, TVector n, TVector rounded) = ReducedDouble<TLanes, TVector, T>(TLanes.Max(TLanes.Of(-746d), x));
            return ExpOfReducedDouble<TLanes, TVector, T>(TLanes.Fma(n, TLanes.Of(LnTwoExcessDouble), reduced), n, rounded);
        }
    }

    // n, the integer next to x / ln 2, as a number and as it was rounded, and x less n times ln 2 as the data type has it. The fused product leaves that
    // difference exact although ln 2 is given to all its bits: it cancels the leading bits of x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Reduced, TVector N, TVector Rounded) ReducedSingle<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector rounded = TLanes.Fma(x, TLanes.Of(1.442695f), TLanes.Of(RoundSingle));
        TVector n = TLanes.Subtract(rounded, TLanes.Of(RoundSingle));
        return (TLanes.Fma(n, TLanes.Of(-0.6931472f), x), n, rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Reduced, TVector N, TVector Rounded) ReducedDouble<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector rounded = TLanes.Fma(x, TLanes.Of(1.4426950408889634), TLanes.Of(RoundDouble));
        TVector n = TLanes.Subtract(rounded, TLanes.Of(RoundDouble));
        return (TLanes.Fma(n, TLanes.Of(-0.6931471805599453), x), n, rounded);
    }

    // 2^n (1 + r (1 + r P(r))): but for the last, no rounding counts for more than a third of an ulp.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpOfReducedSingle<TLanes, TVector, T>(TVector r, TVector n, TVector rounded)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector p = TLanes.Fma(TLanes.Fma(ExpTailSingle<TLanes, TVector, T>(r, TLanes.Multiply(r, r)), r, TLanes.Of(1)), r, TLanes.Of(1));
        return ScaleSingle<TLanes, TVector, T>(p, n, rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpOfReducedDouble<TLanes, TVector, T>(TVector r, TVector n, TVector rounded)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector p = TLanes.Fma(TLanes.Fma(ExpTailDouble<TLanes, TVector, T>(r, TLanes.Multiply(r, r)), r, TLanes.Of(1)), r, TLanes.Of(1));
        return ScaleDouble<TLanes, TVector, T>(p, n, rounded);
    }

    // (e^r - 1 - r) / r^2 for |r| <= ln(2)/2, from r and its square. The polynomial is cut into parts that do not wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ExpTailSingle<TLanes, TVector, T>(TVector r, TVector square)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector high = TLanes.Fma(TLanes.Of(0.008369192481040955f), r, TLanes.Of(0.04166810214519501f));
        TVector low = TLanes.Fma(TLanes.Of(0.16666516661643982f), r, TLanes.Of(0.4999999403953552f));
        high = TLanes.Fma(TLanes.Of(0.0013838899321854115f), square, high);
        return TLanes.Fma(high, square, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ExpTailDouble<TLanes, TVector, T>(TVector r, TVector square)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector odd = TLanes.Fma(TLanes.Of(2.501901997657442e-08), square, TLanes.Of(2.7557531338968678e-06));
        TVector even = TLanes.Fma(TLanes.Of(2.7630771077205806e-07), square, TLanes.Of(2.4801491727102408e-05));
        odd = TLanes.Fma(odd, square, TLanes.Of(0.00019841269560442513));
        even = TLanes.Fma(even, square, TLanes.Of(0.0013888888944871662));
        odd = TLanes.Fma(odd, square, TLanes.Of(0.008333333333473705));
        even = TLanes.Fma(even, square, TLanes.Of(0.04166666666652578));
        odd = TLanes.Fma(odd, square, TLanes.Of(0.16666666666666438));
        even = TLanes.Fma(even, square, TLanes.Of(0.5000000000000011));
        return TLanes.Fma(odd, r, even);
    }

    // p 2^n, rounded once. 2^n itself may be no number, so it is multiplied on in two halves, of which the first is exact.
    // A NaN in p stays NaN whatever bits n then holds, which adding to the exponent of p would not grant.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ScaleSingle<TLanes, TVector, T>(TVector p, TVector n, TVector rounded)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        if (TLanes.HasScale)
        {
            return TLanes.Scale(p, n);
        }

        TVector half = TLanes.Fma(n, TLanes.Of(0.5f), TLanes.Of(RoundSingle + 127f));
        TVector rest = TLanes.AddBits(TLanes.SubtractBits(rounded, half), TLanes.OfBits(2 * 127));
        return TLanes.Multiply(TLanes.Multiply(p, TLanes.ShiftLeft(half, 23)), TLanes.ShiftLeft(rest, 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ScaleDouble<TLanes, TVector, T>(TVector p, TVector n, TVector rounded)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        if (TLanes.HasScale)
        {
            return TLanes.Scale(p, n);
        }

        TVector half = TLanes.Fma(n, TLanes.Of(0.5d), TLanes.Of(RoundDouble + 1023d));
        TVector rest = TLanes.AddBits(TLanes.SubtractBits(rounded, half), TLanes.OfBits(2 * 1023));
        return TLanes.Multiply(TLanes.Multiply(p, TLanes.ShiftLeft(half, 52)), TLanes.ShiftLeft(rest, 52));
    }
}
