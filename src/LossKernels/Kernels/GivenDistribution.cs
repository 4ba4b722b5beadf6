using System.Numerics;

namespace LossKernels.Kernels;

/// <summary>p as it is given; the logarithms are left to <see cref="ClippedDistribution{T}"/>.</summary>
internal sealed class GivenDistribution<T> : IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<T> predictions, ElementShares shares)
    {
        for (int i = 0; i < predictions.Length; i++)
        {
            double p = double.CreateTruncating(predictions[i]);
            shares.Yes[i] = p;
            shares.No[i] = 1 - p;
            shares.ShareSlope[i] = 1;
        }
    }
}
