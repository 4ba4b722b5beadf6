using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using Wide = LossKernels.Numerics.PairLanes<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Kernels.Probabilities;

/// <summary>How a probability goes into a logarithm: clipped, and divided by its row's divisor before that, after it, or not.</summary>
/// <param name="IsBefore">Whether it is divided before it is clipped.</param>
/// <param name="IsAfter">Whether it is divided after it is clipped.</param>
/// <param name="Clip">The bounds.</param>
/// <param name="SkipZeros">Whether a target of zero makes nothing of an infinite logarithm; else the product is NaN.</param>
internal readonly record struct ClippedQuotient(bool IsBefore, bool IsAfter, ClipBounds Clip, bool SkipZeros)
{
    /// <summary>Whether it is divided at all.</summary>
    public bool IsDivided => IsBefore || IsAfter;

    /// <summary>Whether a target of zero adds nothing for certain: no logarithm of these rows is infinite or NaN, or it does not count.</summary>
    /// <param name="divisor">The rows' divisors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsFinite(Pair<Vector256<double>> divisor) => SkipZeros
        || (Clip.Lower > 0 && (!IsBefore || Wide.IsZero(Wide.Equal(divisor, Wide.Of(0)))));

    /// <summary>The same for one row.</summary>
    public bool IsFinite(double divisor) => SkipZeros || (Clip.Lower > 0 && (!IsBefore || divisor != 0));

    /// <summary>The same for all of some rows.</summary>
    public bool AreFinite(ReadOnlySpan<double> divisors) => SkipZeros || (Clip.Lower > 0 && (!IsBefore || !TensorPrimitives.IsZeroAny(divisors)));
}
