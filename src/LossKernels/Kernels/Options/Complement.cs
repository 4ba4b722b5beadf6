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
    public static double OfExponential(double x, double exponential)
    {
        if (!(Math.Abs(x) <= 0.5))
        {
            return 1 - exponential;
        }

        // The terms of the series.
        double sum = 1;
        for (int n = SeriesTerms; n > 1; n--)
        {
            sum = 1 + (x / n * sum);
        }

        return -x * sum;
    }
}
