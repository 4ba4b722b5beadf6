using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>Rows of a block in double.</summary>
internal static class RowReader
{
    /// <summary>Writes a row as it is.</summary>
    public static void Widen<T>(TensorBlock<T> block, int row, Span<double> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (block.HasRows)
        {
            TensorPrimitives.ConvertTruncating(block[row], values);
            return;
        }

        for (int j = 0; j < values.Length; j++)
        {
            values[j] = double.CreateTruncating(block[row, j]);
        }
    }

    /// <summary>The sum of some values, with its rounding errors.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        double error = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            double part = next - sum;
            error += (sum - (next - part)) + (value - part);
            sum = next;
        }

        return double.IsFinite(error) ? sum + error : sum;
    }
}
