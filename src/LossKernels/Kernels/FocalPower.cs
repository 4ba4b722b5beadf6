using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>The focal factor (1 - p)^gamma.</summary>
/// <param name="gamma">The power, not negative; zero makes the factor one.</param>
internal readonly struct FocalPower(double gamma)
{
    /// <summary>rest^gamma; powers of small whole numbers are products.</summary>
    public double Value(double rest) => gamma switch
    {
        0 => 1,
        1 => rest,
        2 => rest * rest,
        3 => rest * rest * rest,
        _ => VectorMath.Exp(gamma * VectorMath.Log(rest)),
    };

    /// <summary>Its derivative to rest, multiplied by a number that is zero where rest is; then zero.</summary>
    public double Slope(double rest, double times) => gamma switch
    {
        0 => 0,
        1 => times,
        2 => 2 * rest * times,
        _ => times == 0 ? 0 : gamma * VectorMath.Exp((gamma - 1) * VectorMath.Log(rest)) * times,
    };
}
