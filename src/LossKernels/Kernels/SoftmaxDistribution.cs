using System.Numerics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>p = softmax(x / temperature), from the largest logit on; a row whose largest logit is infinite or NaN has no distribution and is NaN.</summary>
internal sealed class SoftmaxDistribution<T>(double temperature) : IRowDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(TensorBlock<T> predictions, int firstRow, int rows, RowShares shares)
    {
        int classes = predictions.Classes;
        Span<double> logarithms = shares.Logarithms[..(rows * classes)];
        Span<double> exponentials = shares.Shares[..(rows * classes)];
        for (int r = 0; r < rows; r++)
        {
            Span<double> row = logarithms.Slice(r * classes, classes);
            RowReader.Widen(predictions, firstRow + r, row);
            double largest = double.NegativeInfinity;
            foreach (double logit in row)
            {
                largest = Math.Max(largest, logit);
            }

            largest = double.IsFinite(largest) ? largest : double.NaN;
            for (int j = 0; j < classes; j++)
            {
                row[j] = (row[j] - largest) / temperature;
            }
        }

        VectorMath.Exp(logarithms, exponentials);
        for (int r = 0; r < rows; r++)
        {
            Normalise(
                logarithms.Slice(r * classes, classes),
                exponentials.Slice(r * classes, classes),
                shares.Rests.Slice(r * classes, classes));
        }
    }

    /// <inheritdoc/>
    public void Chain(TensorBlock<T> predictions, int row, RowShares shares, int start, ReadOnlySpan<double> slopes, double total, double scale, Span<T> gradient)
    {
        for (int j = 0; j < slopes.Length; j++)
        {
            // p_j times the other slopes is taken from that one's own, without the difference of two large numbers.
            double derivative = (slopes[j] * shares.Rests[start + j]) - (shares.Shares[start + j] * (total - slopes[j]));
            gradient[j] = T.CreateTruncating(derivative * scale / temperature);
        }
    }

    // The largest logit's exponential, one, is left out of the sum: so no complement of its share is too small to be seen.
    private static void Normalise(Span<double> logarithms, Span<double> exponentials, Span<double> rests)
    {
        int pivot = Math.Max(logarithms.IndexOf(0), 0);
        double tail = 0;
        for (int j = 0; j < exponentials.Length; j++)
        {
            tail += j == pivot ? 0 : exponentials[j];
        }

        double logSum = VectorMath.Log1P(tail);
        double total = (tail + 1) * (exponentials[pivot] == 1 ? 1 : double.NaN);
        for (int j = 0; j < exponentials.Length; j++)
        {
            logarithms[j] -= logSum;
            exponentials[j] /= total;
            rests[j] = 1 - exponentials[j];
        }

        rests[pivot] = tail / total;
    }
}
