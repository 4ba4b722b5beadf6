using System.Numerics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>p = sigmoid(x / temperature), its logarithm and that of its complement not through it.</summary>
internal sealed class SigmoidDistribution<T>(double temperature) : IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<T> predictions, ElementShares shares)
    {
        int count = predictions.Length;
        Span<double> up = shares.LogNo[..count];
        Span<double> down = shares.LogYes[..count];
        for (int i = 0; i < count; i++)
        {
            up[i] = double.CreateTruncating(predictions[i]) / temperature;
            down[i] = -up[i];
        }

        VectorMath.Sigmoid(up, shares.Yes);
        VectorMath.Sigmoid(down, shares.No);
        VectorMath.Softplus(up, up);
        VectorMath.Softplus(down, down);
        for (int i = 0; i < count; i++)
        {
            (up[i], down[i]) = (-up[i], -down[i]);
            shares.YesSlope[i] = shares.No[i] / temperature;
            shares.NoSlope[i] = -shares.Yes[i] / temperature;
            shares.ShareSlope[i] = shares.Yes[i] * shares.No[i] / temperature;
            shares.Clipped[i] = shares.Yes[i];
        }
    }
}
