namespace LossKernels.Kernels.Options;

/// <summary>1 - e^x without the difference that would leave it no digits.</summary>
internal static class Complement
{
    private const int SeriesTerms = 15;

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
