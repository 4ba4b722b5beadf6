using System.Numerics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>ln p as it is given.</summary>
internal sealed class LogProbabilityDistribution<T> : IRowDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(TensorBlock<T> predictions, int firstRow, int rows, RowShares shares)
    {
        int classes = predictions.Classes;
        int count = rows * classes;
        for (int r = 0; r < rows; r++)
        {
            RowReader.Widen(predictions, firstRow + r, shares.Logarithms.Slice(r * classes, classes));
        }

        VectorMath.Exp(shares.Logarithms[..count], shares.Shares);
        for (int i = 0; i < count; i++)
        {
            shares.Rests[i] = Complement.OfExponential(shares.Logarithms[i], shares.Shares[i]);
        }
    }

    /// <inheritdoc/>
    public void Chain(TensorBlock<T> predictions, int row, RowShares shares, int start, ReadOnlySpan<double> slopes, double total, double scale, Span<T> gradient)
    {
        for (int j = 0; j < slopes.Length; j++)
        {
            gradient[j] = T.CreateTruncating(slopes[j] * scale);
        }
    }
}
