using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Numerics;

// x = n ln 2 + r with |r| <= ln(2)/2, exp(x) = 2^n (1 + r + r^2 P(r)): W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980.
// P is the minimax fit of (e^r - 1 - r) / r^2 in the relative error of e^r over |r| <= 0.34658, by Remez' exchange in 200-bit arithmetic,
// its coefficients rounded one after the other and the rest fitted again: 2^-28.2 off for float32, 2^-56.6 for float64.
public static partial class VectorMath
{
    // 1.5 times 2^23 (2^52): added to a number of small magnitude, it rounds it to an integer, which then stands in the low bits of the sum.
    private const float RoundSingle = 12582912f;
    private const double RoundDouble = 6755399441055744d;

    /// <summary>
    /// e^x in every lane. At most 1 ulp off (measured: 0.9), for results below the normal range 1 ulp of the smallest number;
    /// exp(0) is 1, exp of minus infinity 0, of infinity infinity, of NaN NaN. It overflows to infinity and underflows through the subnormal numbers to 0.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> x) => Exp(x, Vector512<T>.Zero);

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
    {
        if (typeof(T) == typeof(float))
        {
            return ExpSingle(x.AsSingle(), carry.AsSingle()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return ExpDouble(x.AsDouble(), carry.AsDouble()).As<double, T>();
        }

        return Unsupported<T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpSingle(Vector512<float> x, Vector512<float> carry)
    {
        // Beyond these bounds the result is 0 or infinity. The native forms return their second operand when it is NaN.
        x = Vector512.MinNative(Vector512.Create(89f), Vector512.MaxNative(Vector512.Create(-104f), x));
        Vector512<float> rounded = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.442695f), Vector512.Create(RoundSingle));
        Vector512<float> n = rounded - Vector512.Create(RoundSingle);

        // The fused product leaves the first difference exact although ln 2 is given to all 24 bits: it cancels the leading bits of x.
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.6931472f), x);
        r += Vector512.FusedMultiplyAdd(n, Vector512.Create(1.9046542121259336e-09f), carry);

        Vector512<float> p = Vector512.FusedMultiplyAdd(Vector512.Create(0.0013838899321854115f), r, Vector512.Create(0.008369192481040955f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.04166810214519501f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.16666516661643982f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.4999999403953552f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        return ScaleSingle(p, n, rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ExpDouble(Vector512<double> x, Vector512<double> carry)
    {
        x = Vector512.MinNative(Vector512.Create(710d), Vector512.MaxNative(Vector512.Create(-746d), x));
        Vector512<double> rounded = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.4426950408889634), Vector512.Create(RoundDouble));
        Vector512<double> n = rounded - Vector512.Create(RoundDouble);
        Vector512<double> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.6931471805599453), x);
        r += Vector512.FusedMultiplyAdd(n, Vector512.Create(-2.3190468138462996e-17), carry);

        Vector512<double> p = Vector512.FusedMultiplyAdd(Vector512.Create(2.501901997657442e-08), r, Vector512.Create(2.7630771077205806e-07));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.7557531338968678e-06));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.4801491727102408e-05));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.00019841269560442513));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0013888888944871662));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.008333333333473705));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.04166666666652578));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.16666666666666438));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5000000000000011));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<double>.One);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<double>.One);
        return ScaleDouble(p, n, rounded);
    }

    // p 2^n, rounded once. 2^n itself may be no number, so it is multiplied on in two halves, of which the first is exact.
    // A NaN in p stays NaN whatever bits n then holds, which adding to the exponent of p would not grant.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ScaleSingle(Vector512<float> p, Vector512<float> n, Vector512<float> rounded)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.Scale(p, n);
        }

        Vector512<int> half = Vector512.FusedMultiplyAdd(n, Vector512.Create(0.5f), Vector512.Create(RoundSingle + 127f)).AsInt32();
        Vector512<int> rest = rounded.AsInt32() - half + Vector512.Create(2 * 127);
        return p * Vector512.ShiftLeft(half, 23).AsSingle() * Vector512.ShiftLeft(rest, 23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ScaleDouble(Vector512<double> p, Vector512<double> n, Vector512<double> rounded)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.Scale(p, n);
        }

        Vector512<long> half = Vector512.FusedMultiplyAdd(n, Vector512.Create(0.5), Vector512.Create(RoundDouble + 1023d)).AsInt64();
        Vector512<long> rest = rounded.AsInt64() - half + Vector512.Create(2 * 1023L);
        return p * Vector512.ShiftLeft(half, 52).AsDouble() * Vector512.ShiftLeft(rest, 52).AsDouble();
    }
}
