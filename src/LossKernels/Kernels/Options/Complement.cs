using LossKernels.Numerics;

namespace LossKernels.Kernels.Options;

/// <summary>1 - e^x without the difference that would leave it no digits.</summary>
internal static class Complement
{
    private const int SeriesTerms = 15;

    /// <summary>Writes e^x and 1 - e^x of some numbers.</summary>
    /// <param name="exponents">x.</param>
    /// <param name="exponentials">Where e^x goes.</param>
    /// <param name="complements">Where 1 - e^x goes.</param>
    public static void Write(ReadOnlySpan<double> exponents, Span<double> exponentials, Span<double> complements)
    {
        VectorMath.Exp(exponents, exponentials);
        for (int i = 0; i < exponents.Length; i++)
        {
            complements[i] = OfExponential(exponents[i], exponentials[i]);
        }
    }

    /// <summary>1 - e^x.</summary>
    /// <param name="x">The exponent.</param>
    /// <param name="exponential">e^x.</param>
    public static double OfExponential(double x, double exponential) => Math.Abs(x) <= 0.5 ? -x * Series(x) : 1 - exponential;

    /// <summary>(1 - e^(q x)) / q: of a q next to zero, where q x may have no digits, nearly -x.</summary>
    /// <param name="x">The logarithm of what the power is taken of.</param>
    /// <param name="q">The power, not zero.</param>
    public static double OfPower(double x, double q)
    {
        double exponent = q * x;
        return Math.Abs(exponent) <= 0.5 ? -x * Series(exponent) : (1 - VectorMath.Exp(exponent)) / q;
    }

    // (e^x - 1) / x.
    private static double Series(double x)
    {
        double sum = 1;
        for (int n = SeriesTerms; n > 1; n--)
        {
            sum = 1 + (x / n * sum);
        }

        return sum;
    }
}
