using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Pairs;

/// <summary>(ln v + (m - t)^2 / v) / 2 of means m, variances v and targets t, averaged over rows of as many means and then variances as there are targets.</summary>
/// <param name="epsilon">What a variance counts at least.</param>
/// <param name="constant">What is added to each.</param>
internal sealed class GaussianKernel(double epsilon, double constant)
{
    private const int FullRows = 8;

    /// <summary>Whether a finite sum says that no variance is negative.</summary>
    public static bool Vouches<T>() => typeof(T) == typeof(float);

    /// <summary>The sum of all averages, and that of the squares of their distances from their mean.</summary>
    /// <param name="predictions">The rows, side by side.</param>
    /// <param name="targets">Half as many targets.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <returns>The sums; not finite also where a variance of float32 is not normal.</returns>
    public SumAndSpread Sum<T>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<double> ofRows)
        where T : unmanaged
    {
        if (ofRows.Length != targets.Length)
        {
            return Averages(predictions, targets, ofRows) || !Vouches<T>() ? SpreadSums<T>.Of<double>(ofRows) : SumAndSpread.Unknown;
        }

        GaussianPiece<T> piece = new(Math.Min(SpreadSums<T>.Stretch, targets.Length), epsilon, constant);
        SpreadSums<T> sums = default;
        for (int i = 0; i < targets.Length; i += SpreadSums<T>.Stretch)
        {
            int count = Math.Min(SpreadSums<T>.Stretch, targets.Length - i);
            if (piece.TryWrite(predictions.Slice(2 * i, 2 * count), targets.Slice(i, count), 1))
            {
                sums.Add(piece.Usual(count));
            }
            else if (Vouches<T>())
            {
                return SumAndSpread.Unknown;
            }
            else
            {
                piece.Write(predictions.Slice(2 * i, 2 * count), targets.Slice(i, count), 1, ofRows[..count]);
                sums.Add<double>(ofRows[..count]);
            }
        }

        return sums.Total;
    }

    /// <summary>Writes the average of each row.</summary>
    /// <param name="predictions">The rows, side by side.</param>
    /// <param name="targets">Half as many targets.</param>
    /// <param name="averages">Where they go.</param>
    /// <returns>Whether all variances are normal numbers of float32.</returns>
    public bool Averages<T>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<double> averages)
        where T : unmanaged
    {
        int outputs = targets.Length / averages.Length;
        int rowsTogether = Math.Clamp(RowsOfPiece(outputs), 1, averages.Length);
        GaussianPiece<T> piece = new(rowsTogether * outputs, epsilon, constant);
        using LazyArray<double> losses = new(rowsTogether * outputs);
        bool areUsual = true;
        for (int row = 0, rows; row < averages.Length; row += rows)
        {
            rows = Math.Min(rowsTogether, averages.Length - row);
            int count = rows * outputs;
            ReadOnlySpan<T> some = predictions.Slice(2 * row * outputs, 2 * count);
            ReadOnlySpan<T> someTargets = targets.Slice(row * outputs, count);
            if (piece.TryWrite(some, someTargets, outputs))
            {
                RowSums.Averages(piece.Usual(count), rows, averages[row..]);
            }
            else
            {
                piece.Write(some, someTargets, outputs, losses.Values[..count]);
                RowSums.Averages<double>(losses.Values[..count], rows, averages[row..]);
                areUsual = false;
            }
        }

        return areUsual;
    }

    /// <summary>Writes the derivatives of the average of one row to its means and then its variances; one that counts more than it is keeps its own.</summary>
    /// <param name="prediction">The row.</param>
    /// <param name="target">Half as many targets.</param>
    /// <param name="slopes">Where they go.</param>
    public void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes)
    {
        int outputs = target.Length;
        for (int i = 0; i < outputs; i++)
        {
            double variance = Math.Max(epsilon, prediction[outputs + i]);
            double error = prediction[i] - target[i];
            slopes[i] = error / variance / outputs;
            slopes[outputs + i] = 0.5 * (1 - (error * error / variance)) / variance / outputs;
        }
    }

    // Where there may be many, so many that no vector is left unfilled.
    private static int RowsOfPiece(int outputs)
    {
        int rows = PairKernel.Piece / outputs;
        return rows < FullRows ? rows : rows / FullRows * FullRows;
    }
}
