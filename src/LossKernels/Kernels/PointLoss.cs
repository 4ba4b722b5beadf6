using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// The loss B(p) of a class with probability p, before it is multiplied by a target: -ln p + poly (1 - p), or (1 - p^q) / q.
/// Probabilities come with their logarithm and their complement, so that neither is taken of a rounded number.
/// </summary>
/// <param name="poly">What 1 - p is multiplied by; zero for -ln p alone.</param>
/// <param name="q">The power; zero for the logarithm, its limit.</param>
internal readonly struct PointLoss(double poly, double q)
{
    /// <summary>B(p).</summary>
    public double Value(double logarithm, double rest)
    {
        if (q != 0)
        {
            double exponent = q * logarithm;
            return Complement.OfExponential(exponent, VectorMath.Exp(exponent)) / q;
        }

        return poly == 0 ? -logarithm : (poly * rest) - logarithm;
    }

    /// <summary>The derivative of B to ln p, with p held where it stands for itself.</summary>
    public double ByLogarithm(double logarithm) => q == 0 ? -1 : -VectorMath.Exp(q * logarithm);

    /// <summary>The derivative of B to p, where it stands for itself.</summary>
    public double ByShare => -poly;
}
