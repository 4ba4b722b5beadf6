using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// The loss of a class with probability p: (1 - p)^gamma B(p), with B(p) = -ln p + poly (1 - p), or (1 - p^q) / q.
/// Probabilities come with their logarithm and their complement, so that neither is taken of a rounded number.
/// </summary>
/// <param name="Gamma">The focal power, not negative; zero for none.</param>
/// <param name="Poly">What 1 - p is multiplied by; zero for -ln p alone.</param>
/// <param name="Q">The power in place of the logarithm; zero for the logarithm, its limit.</param>
internal readonly record struct PointLoss(double Gamma, double Poly, double Q)
{
    /// <summary>B(p).</summary>
    public double Base(double logarithm, double rest) => Q == 0
        ? (Poly * rest) - logarithm
        : Complement.OfExponential(Q * logarithm, VectorMath.Exp(Q * logarithm)) / Q;

    /// <summary>The derivative of B to ln p, with p held where it stands for itself.</summary>
    public double BaseByLogarithm(double logarithm) => Q == 0 ? -1 : -VectorMath.Exp(Q * logarithm);

    /// <summary>The derivative of B to p, where it stands for itself.</summary>
    public double BaseByShare => -Poly;

    /// <summary>rest^gamma.</summary>
    public double Focus(double rest) => Gamma switch
    {
        0 => 1,
        1 => rest,
        2 => rest * rest,
        _ => VectorMath.Exp(Gamma * VectorMath.Log(rest)),
    };

    /// <summary>The derivative of rest^gamma to rest, multiplied by a number that is zero where rest is; then zero.</summary>
    public double FocusSlope(double rest, double times) => times == 0 ? 0 : Gamma switch
    {
        0 => 0,
        1 => times,
        2 => 2 * rest * times,
        _ => Gamma * VectorMath.Exp((Gamma - 1) * VectorMath.Log(rest)) * times,
    };
}
