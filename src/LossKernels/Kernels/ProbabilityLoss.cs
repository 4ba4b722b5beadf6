using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Binary cross-entropy of a probability: -(z ln(p + added) + (1 - z) ln(1 - p + added)), p clipped, the logarithms not below a floor.
/// Computed in double from the value as T has it.
/// </summary>
/// <param name="clip">Where p is clipped.</param>
/// <param name="added">What is added inside the logarithm: no more than the lower bound of the clip.</param>
/// <param name="floor">The least logarithm.</param>
/// <param name="skipZeros">Whether a target of zero (or one) makes nothing of an infinite logarithm; else the product is NaN.</param>
internal readonly struct ProbabilityLoss<T>(ClipBounds clip, double added, double floor, bool skipZeros) : IElementLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of hard targets one logarithm is multiplied by zero, and need not be taken where that product is zero whatever it is.
    private readonly bool _picks = skipZeros || clip.Lower > 0 || double.IsFinite(floor);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<double> Lower, Vector256<double> Upper) Invoke(Vector256<T> value, Vector256<T> target)
    {
        (Vector256<double> p0, Vector256<double> p1) = ElementKernel.Widen(value);
        (Vector256<double> t0, Vector256<double> t1) = ElementKernel.Widen(target);
        return (Loss(p0, t0), typeof(T) == typeof(float) ? Loss(p1, t1) : Vector256<double>.Zero);
    }

    private Vector256<double> Loss(Vector256<double> value, Vector256<double> target)
    {
        Vector256<double> p = clip.Apply(value);
        Vector256<double> epsilon = Vector256.Create(added);
        Vector256<double> floors = Vector256.Create(floor);

        // p + added and 1 - p + added with what they lose to rounding: where the sum is near one, its logarithm has the size of the loss.
        Vector256<double> yes = p + epsilon;
        Vector256<double> yesError = p - yes + epsilon;
        Vector256<double> complement = Vector256<double>.One - p;
        Vector256<double> no = complement + epsilon;
        Vector256<double> noError = Vector256<double>.One - complement - p + (complement - no + epsilon);

        Vector256<double> isYes = Vector256.Equals(target, Vector256<double>.One);
        Vector256<double> isHard = isYes | Vector256.Equals(target, Vector256<double>.Zero);
        if (_picks && Vector256.EqualsAll(isHard.AsInt64(), Vector256<long>.AllBitsSet))
        {
            Vector256<double> logarithm = VectorMath.Log(
                Vector256.ConditionalSelect(isYes, yes, no), Vector256.ConditionalSelect(isYes, yesError, noError));
            return Vector256<double>.Zero - Vector256.Max(logarithm, floors);
        }

        Vector256<double> ofYes = Vector256.Max(VectorMath.Log(yes, yesError), floors);
        Vector256<double> ofNo = Vector256.Max(VectorMath.Log(no, noError), floors);
        return Vector256<double>.Zero - (Product(target, ofYes) + Product(Vector256<double>.One - target, ofNo));
    }

    private Vector256<double> Product(Vector256<double> factor, Vector256<double> logarithm) => skipZeros
        ? Vector256.ConditionalSelect(Vector256.Equals(factor, Vector256<double>.Zero), Vector256<double>.Zero, factor * logarithm)
        : factor * logarithm;
}
