using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Binary cross-entropy of a probability: -(z ln(p + added) + (1 - z) ln(1 - p + added)), p clipped, the logarithms not below a floor.
/// </summary>
/// <param name="clip">Where p is clipped.</param>
/// <param name="added">What is added inside the logarithm.</param>
/// <param name="floor">The least logarithm.</param>
/// <param name="skipZeros">Whether a target of zero (or one) makes nothing of an infinite logarithm; else the product is NaN.</param>
internal readonly struct ProbabilityLoss(ClipBounds clip, double added, double floor, bool skipZeros) : IElementLoss
{
    /// <inheritdoc/>
    public Vector512<double> Invoke(Vector512<double> value, Vector512<double> target)
    {
        Vector512<double> p = clip.Apply(value);
        Vector512<double> epsilon = Vector512.Create(added);
        Vector512<double> floors = Vector512.Create(floor);
        Vector512<double> complement = Vector512<double>.One - target;

        Vector512<double> yes = Vector512.Max(VectorMath.Log(p + epsilon), floors);
        Vector512<double> no = Vector512.Max(LogOfComplement(p, epsilon), floors);
        return Vector512<double>.Zero - (Product(target, yes) + Product(complement, no));
    }

    // ln(1 - p + added). Near one the difference is exact; near zero it would lose the digits of p, which ln(1 + x) keeps.
    private static Vector512<double> LogOfComplement(Vector512<double> p, Vector512<double> epsilon) =>
        Vector512.ConditionalSelect(
            Vector512.LessThan(p, Vector512.Create(0.5)),
            VectorMath.Log1P(epsilon - p),
            VectorMath.Log(Vector512<double>.One - p + epsilon));

    private Vector512<double> Product(Vector512<double> factor, Vector512<double> logarithm) => skipZeros
        ? Vector512.ConditionalSelect(Vector512.Equals(factor, Vector512<double>.Zero), Vector512<double>.Zero, factor * logarithm)
        : factor * logarithm;
}
