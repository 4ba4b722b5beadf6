using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

// x^y = e^(y log x). A logarithm of 700 that is rounded to a double makes an exponential that is 300 ulp off; so it is kept in two parts, and what their
// product with y is rounded by goes into the exponential.
public static partial class VectorMath
{
    /// <summary>
    /// x^y in every lane, with y above -1.5 and below 8 at most 1.5 ulp off (measured: 1.2), subnormal arguments included. Of zero and infinity it is zero or
    /// infinity, of NaN and of what is below 0 NaN, whatever y is but 0.
    /// </summary>
    /// <param name="x">The arguments.</param>
    /// <param name="exponent">y, finite and not zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Power(Vector256<double> x, double exponent) => Power<Lanes256<double>, Vector256<double>>(x, exponent);

    /// <summary>x^y of one number: one lane of <see cref="Power(Vector256{double}, double)"/>, so with the same bits.</summary>
    internal static double Power(double x, double exponent) => Power(Vector256.Create(x), exponent).ToScalar();

    /// <summary>x^y of every element, as <see cref="Power(Vector256{double}, double)"/> computes it.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="exponent">y, finite and not zero.</param>
    /// <param name="destination">Where the results go: at least as long as <paramref name="x"/>, and either the very same memory or apart from it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Power(ReadOnlySpan<double> x, double exponent, Span<double> destination)
    {
        int whole = x.Length - (x.Length % Vector256<double>.Count);
        for (int i = 0; i < whole; i += Vector256<double>.Count)
        {
            Power(Vector256.Create(x[i..]), exponent).CopyTo(destination[i..]);
        }

        for (int i = whole; i < x.Length; i++)
        {
            destination[i] = Power(x[i], exponent);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Power<TLanes, TVector>(TVector x, double exponent)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        TVector subnormal = TLanes.Greater(TLanes.Of(SmallestNormalDouble), x);
        TVector scaled = TLanes.Select(subnormal, TLanes.Multiply(x, TLanes.Of(18014398509481984d)), x);
        TVector bits = TLanes.AddBits(scaled, TLanes.OfBits(OneBitsDouble - LowestBitsDouble));
        TVector e = ExponentDouble<TLanes, TVector, double>(bits, BiasDouble<TLanes, TVector, double>(subnormal));
        (TVector logarithm, TVector lacking) = TwoPartLogDouble<TLanes, TVector, double>(
            TLanes.Multiply(e, TLanes.Of(LnTwoHighDouble)), TLanes.Multiply(e, TLanes.Of(LnTwoLowDouble)), FractionDouble<TLanes, TVector, double>(bits));
        logarithm = AtBoundsOfLogDouble<TLanes, TVector, double>(x, logarithm, TLanes.Of(0d));
        TVector y = TLanes.Of(exponent);
        TVector product = TLanes.Multiply(y, logarithm);
        lacking = TLanes.Fma(y, lacking, TLanes.Fma(y, logarithm, TLanes.Subtract(TLanes.Of(0d), product)));
        return ExpOfDifference<TLanes, TVector, double>(product, lacking);
    }
}
