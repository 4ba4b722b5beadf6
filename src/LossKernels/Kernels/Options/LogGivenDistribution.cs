using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Options;

/// <summary>ln p as it is given.</summary>
internal sealed class LogGivenDistribution<T> : IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<T> predictions, ElementShares shares)
    {
        int count = predictions.Length;
        Span<double> logarithms = shares.LogYes[..count];
        TensorPrimitives.ConvertTruncating(predictions, logarithms);
        Complement.Write(logarithms, shares.Yes, shares.No);
        VectorMath.Log(shares.No[..count], shares.LogNo);
        shares.Yes[..count].CopyTo(shares.ClippedYes);
        shares.No[..count].CopyTo(shares.ClippedNo);
    }

    /// <inheritdoc/>
    public void FillSlopes(int count, ElementShares shares)
    {
        for (int i = 0; i < count; i++)
        {
            shares.YesSlope[i] = 1;
            shares.NoSlope[i] = -shares.Yes[i] / shares.No[i];
            shares.ShareSlope[i] = shares.Yes[i];
        }
    }
}
