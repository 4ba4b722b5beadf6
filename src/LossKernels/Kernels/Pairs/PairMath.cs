using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Pairs;

/// <summary>What several losses of pairs are made of.</summary>
internal static class PairMath
{
    /// <summary>-1, 0 or 1, as a number is less than, equal to or greater than zero; NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sign(Vector256<double> value)
    {
        Vector256<double> zero = Vector256<double>.Zero;
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> sign = (Vector256.GreaterThan(value, zero) & one) - (Vector256.LessThan(value, zero) & one);
        return Vector256.ConditionalSelect(Vector256.Equals(value, value), sign, value);
    }

    /// <summary>The value where a condition holds, else zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Where(Vector256<double> condition, Vector256<double> value) => condition & value;

    /// <summary>The product.</summary>
    /// <param name="factor">What may be zero.</param>
    /// <param name="value">What may be infinite.</param>
    /// <param name="skipsZeros">Whether zero times infinity is zero, else NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Product(Vector256<double> factor, Vector256<double> value, bool skipsZeros) => skipsZeros
        ? Vector256.AndNot(factor * value, Vector256.Equals(factor, Vector256<double>.Zero))
        : factor * value;

    /// <summary>The quotient.</summary>
    /// <param name="factor">What may be zero.</param>
    /// <param name="divisor">What may be zero, or so small that its reciprocal is no number.</param>
    /// <param name="skipsZeros">Whether zero over zero is zero, else NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Quotient(Vector256<double> factor, Vector256<double> divisor, bool skipsZeros) => skipsZeros
        ? Vector256.AndNot(factor / divisor, Vector256.Equals(factor, Vector256<double>.Zero))
        : factor / divisor;

    /// <inheritdoc cref="Product(Vector256{double}, Vector256{double}, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Product<TLanes, TVector>(TVector factor, TVector value, bool skipsZeros)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        TVector product = TLanes.Multiply(factor, value);
        return skipsZeros ? TLanes.AndNot(product, TLanes.Equal(factor, TLanes.Of(0))) : product;
    }

    /// <summary>The magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Abs<TLanes, TVector, T>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => TLanes.AndNot(value, TLanes.Of(-0d));
}
