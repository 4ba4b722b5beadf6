using System.Numerics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>ln p as it is given.</summary>
internal sealed class LogGivenDistribution<T> : IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<T> predictions, ElementShares shares)
    {
        int count = predictions.Length;
        Span<double> logarithms = shares.LogYes[..count];
        for (int i = 0; i < count; i++)
        {
            logarithms[i] = double.CreateTruncating(predictions[i]);
        }

        VectorMath.Exp(logarithms, shares.Yes);
        for (int i = 0; i < count; i++)
        {
            double p = shares.Yes[i];
            double rest = Complement.OfExponential(logarithms[i], p);
            shares.No[i] = rest;
            shares.LogNo[i] = rest;
            shares.YesSlope[i] = 1;
            shares.NoSlope[i] = -p / rest;
            shares.ShareSlope[i] = p;
            shares.Clipped[i] = p;
        }

        VectorMath.Log(shares.LogNo[..count], shares.LogNo);
    }
}
