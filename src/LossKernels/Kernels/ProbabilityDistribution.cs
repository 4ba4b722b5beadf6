using System.Numerics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>p as it is given, clipped if at all, and then divided by the sum of its row if at all.</summary>
/// <param name="clip">Where values are clipped before they are added up.</param>
/// <param name="normalises">Whether they are divided by their sum.</param>
internal sealed class ProbabilityDistribution<T>(ClipBounds clip, bool normalises) : IRowDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(TensorBlock<T> predictions, int firstRow, int rows, RowShares shares)
    {
        int classes = predictions.Classes;
        for (int r = 0; r < rows; r++)
        {
            Span<double> row = shares.Shares.Slice(r * classes, classes);
            RowReader.Widen(predictions, firstRow + r, row);
            foreach (ref double p in row)
            {
                p = clip.Apply(p);
            }

            Span<double> rests = shares.Rests.Slice(r * classes, classes);
            if (normalises)
            {
                Divide(row, rests);
            }
            else
            {
                for (int j = 0; j < classes; j++)
                {
                    rests[j] = 1 - row[j];
                }
            }
        }

        VectorMath.Log(shares.Shares[..(rows * classes)], shares.Logarithms);
        for (int r = 0; normalises && r < rows; r++)
        {
            Refine(
                shares.Shares.Slice(r * classes, classes),
                shares.Rests.Slice(r * classes, classes),
                shares.Logarithms.Slice(r * classes, classes));
        }
    }

    /// <inheritdoc/>
    public void Chain(TensorBlock<T> predictions, int row, RowShares shares, int start, ReadOnlySpan<double> slopes, double total, double scale, Span<T> gradient)
    {
        double divisor = normalises ? SumOf(predictions, row) : 1;
        for (int j = 0; j < slopes.Length; j++)
        {
            double given = double.CreateTruncating(predictions[row, j]);
            double share = shares.Shares[start + j];
            double own = slopes[j] == 0 ? 0 : slopes[j] * (normalises ? shares.Rests[start + j] : 1) / share;
            double derivative = normalises ? own - (total - slopes[j]) : own;
            bool isClipped = given < clip.Lower || given > clip.Upper;
            gradient[j] = T.CreateTruncating(isClipped ? 0 : derivative * scale / divisor);
        }
    }

    // The complement of the largest is the sum of the others: a difference from one would leave it no digits.
    private static void Divide(Span<double> row, Span<double> rests)
    {
        int largest = 0;
        for (int j = 1; j < row.Length; j++)
        {
            largest = row[j] > row[largest] ? j : largest;
        }

        double value = row[largest];
        row[largest] = 0;
        double others = RowReader.Sum(row);
        row[largest] = value;
        double sum = others + value;
        for (int j = 0; j < row.Length; j++)
        {
            row[j] /= sum;
            rests[j] = 1 - row[j];
        }

        rests[largest] = others / sum;
    }

    // ln p from its complement, where that has more digits to give.
    private static void Refine(ReadOnlySpan<double> row, ReadOnlySpan<double> rests, Span<double> logarithms)
    {
        for (int j = 0; j < row.Length; j++)
        {
            if (row[j] > 0.5 && rests[j] >= 0)
            {
                logarithms[j] = VectorMath.Log1P(-rests[j]);
            }
        }
    }

    private double SumOf(TensorBlock<T> predictions, int row)
    {
        double sum = 0;
        for (int j = 0; j < predictions.Classes; j++)
        {
            sum += clip.Apply(double.CreateTruncating(predictions[row, j]));
        }

        return sum;
    }
}
