using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

/// <summary>
/// e^(x - pivot), the term of a softmax sum, with the rounding error of the difference carried into the exponential: at most 1 ulp off the
/// exponential of the exact difference, at any gap. Without the carry float32 is off by half the gap in ulp.
/// </summary>
/// <remarks>
/// The terms come multiplied by a power of two that keeps the smallest of them out of the subnormal numbers: so one multiplication scales
/// them, where a result of full range needs two, and a sum of them loses nothing below. Above, a difference is held at a bound from which
/// on a sum is no use: it exceeds <see cref="Limit{T}"/>.
/// The formula is that of <see cref="VectorMath"/>, its polynomial cut into parts that do not wait for each other.
/// </remarks>
internal static class TailTerm
{
    // 1.5 times 2^23 (2^52), and on top the bias of an exponent that is raised by 24 (53): what stands in the low bits of a sum with it,
    // moved up, is the power of two. At the lower bound these bits are 0, and the term is 0.
    private const double RoundSingle = 12582912d + 127 + 24;
    private const double RoundDouble = 6755399441055744d + 1023 + 53;

    /// <summary>What a term or a sum of terms is multiplied by to have its value.</summary>
    public static double Unit<T>() => typeof(T) == typeof(float) ? 1d / (1 << 24) : 1d / (1L << 53);

    /// <summary>What a sum, its unit taken off, must be less than to have lost nothing at the upper bound: e less than the term there, for the error of an infinite difference.</summary>
    public static double Limit<T>() => typeof(T) == typeof(float) ? 4e30 : 2e291;

    /// <summary>e^(x - pivot) over <see cref="Unit{T}"/>; NaN where the difference is NaN, 0 where it is minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector x, TVector pivot)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector difference = TLanes.Subtract(x, pivot);
        TVector back = TLanes.Subtract(difference, x);
        TVector error = TLanes.Subtract(TLanes.Subtract(x, TLanes.Subtract(difference, back)), TLanes.Add(pivot, back));

        // The error of an infinite difference is NaN; any number does, as such a term is 0 or beyond the limit.
        error = TLanes.Max(error, TLanes.Of(-1));
        if (typeof(T) == typeof(float))
        {
            difference = TLanes.Min(TLanes.Of(71.5), TLanes.Max(TLanes.Of(-104.8), difference));
            TVector rounded = TLanes.Fma(difference, TLanes.Of(1.442695f), TLanes.Of(RoundSingle));
            TVector n = TLanes.Subtract(rounded, TLanes.Of(RoundSingle));
            TVector r = TLanes.Fma(n, TLanes.Of(-0.6931472f), difference);
            r = TLanes.Add(r, TLanes.Fma(n, TLanes.Of(1.9046542121259336e-09f), error));
            TVector square = TLanes.Multiply(r, r);
            TVector less = TLanes.Fma(VectorMath.ExpTailSingle<TLanes, TVector, T>(r, square), square, r);
            TVector power = TLanes.ShiftLeft(rounded, 23);
            return TLanes.Fma(less, power, power);
        }
        else
        {
            difference = TLanes.Min(TLanes.Of(672), TLanes.Max(TLanes.Of(-745.8), difference));
            TVector rounded = TLanes.Fma(difference, TLanes.Of(1.4426950408889634), TLanes.Of(RoundDouble));
            TVector n = TLanes.Subtract(rounded, TLanes.Of(RoundDouble));
            TVector r = TLanes.Fma(n, TLanes.Of(-0.6931471805599453), difference);
            r = TLanes.Add(r, TLanes.Fma(n, TLanes.Of(-2.3190468138462996e-17), error));
            TVector square = TLanes.Multiply(r, r);
            TVector less = TLanes.Fma(VectorMath.ExpTailDouble<TLanes, TVector, T>(r, square), square, r);
            TVector power = TLanes.ShiftLeft(rounded, 52);
            return TLanes.Fma(less, power, power);
        }
    }
}
