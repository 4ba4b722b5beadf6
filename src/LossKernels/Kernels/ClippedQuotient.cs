using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using Wide = LossKernels.Numerics.PairLanes<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Kernels;

/// <summary>How a probability goes into a logarithm: clipped, and divided by its row's divisor before that, after it, or not.</summary>
/// <param name="IsBefore">Whether it is divided before it is clipped.</param>
/// <param name="IsAfter">Whether it is divided after it is clipped.</param>
/// <param name="Clip">The bounds.</param>
/// <param name="SkipZeros">Whether a target of zero makes nothing of an infinite logarithm; else the product is NaN.</param>
internal readonly record struct ClippedQuotient(bool IsBefore, bool IsAfter, ClipBounds Clip, bool SkipZeros)
{
    // Far from the ends of single precision, and from any sum of probabilities.
    private const double MostDivisor = 1L << 40;

    /// <summary>Whether a target of zero adds nothing for certain: no logarithm of these rows is infinite or NaN, or it does not count.</summary>
    /// <param name="divisor">The rows' divisors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsFinite(Pair<Vector256<double>> divisor) => SkipZeros
        || (Clip.Lower > 0 && (!IsBefore || Wide.IsZero(Wide.Equal(divisor, Wide.Of(0)))));

    /// <summary>Whether every q of a row is a normal number of T, and no step to it leaves those numbers; false where the divisor is NaN.</summary>
    /// <param name="divisor">The row's divisor.</param>
    public bool IsNormal<T>(double divisor) => Clip.Lower >= LeastBound<T>() && ((!IsBefore && !IsAfter) || (divisor >= 1 / MostDivisor && divisor <= MostDivisor));

    /// <summary>The same for one row.</summary>
    public bool IsFinite(double divisor) => SkipZeros || (Clip.Lower > 0 && (!IsBefore || divisor != 0));

    private static double LeastBound<T>() => VectorMath.SmallestNormal<T>() * MostDivisor;
}
