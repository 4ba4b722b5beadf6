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

        // Of the rounded complement of a small p nothing of it would be left.
        Span<double> ofSmall = shares.ClippedNo[..count];
        TensorPrimitives.Negate(shares.Yes[..count], ofSmall);
        VectorMath.Log1P(ofSmall, ofSmall);
        for (int i = 0; i < count; i++)
        {
            shares.LogNo[i] = shares.Yes[i] < 0.5 ? ofSmall[i] : shares.LogNo[i];
        }

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
