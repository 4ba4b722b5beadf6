using System.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Options;

/// <summary>ln p as it is given.</summary>
internal sealed class LogProbabilityDistribution<T> : IRowDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(TensorBlock<T> predictions, int firstRow, int rows, RowShares shares)
    {
        shares.Read(predictions, firstRow, rows, shares.Logarithms);
        Complement.Write(shares.Logarithms, shares.Shares, shares.Rests);
    }

    /// <inheritdoc/>
    public void Chain(RowShares shares)
    {
    }
}
