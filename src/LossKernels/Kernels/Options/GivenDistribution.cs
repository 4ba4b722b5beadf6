using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels.Options;

/// <summary>p as it is given; the logarithms are left to <see cref="ClippedDistribution{T}"/>.</summary>
internal sealed class GivenDistribution<T> : IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<T> predictions, ElementShares shares)
    {
        int count = ElementShares.Padded(predictions.Length);
        TensorPrimitives.ConvertTruncating(predictions, shares.Yes);
        shares.Yes[predictions.Length..count].Clear();
        for (int i = 0; i < count; i += Vector256<double>.Count)
        {
            (Vector256<double>.One - Vector256.Create<double>(shares.Yes[i..])).CopyTo(shares.No[i..]);
        }
    }

    /// <inheritdoc/>
    public void FillSlopes(int count, ElementShares shares) => shares.ShareSlope[..count].Fill(1);
}
