using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Diagnostics;

/// <summary>Tells rows that are distributions, of no negative numbers that sum to one, from others.</summary>
internal static class Distribution
{
    /// <summary>How far the sum of a row may be from one for its terms to be taken for probabilities.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>
    /// The same for a word about a row that is measured as it is. Half precision with seven bits of fraction rounds by up to 2^-8, which thousands of classes even out
    /// but few do not, and what the numbers of a tensor were in their file nobody knows.
    /// </summary>
    public const double CoarseTolerance = 4e-3;

    /// <summary>The first row that has a negative value or does not sum to one, or -1.</summary>
    public static int FirstOther(ReadOnlySpan<double> rows, int classes)
    {
        for (int start = 0; start < rows.Length; start += classes)
        {
            double sum = 0;
            bool negative = false;
            foreach (double value in rows.Slice(start, classes))
            {
                sum += value;
                negative |= value < 0;
            }

            if (negative || !(Math.Abs(sum - 1) <= Tolerance))
            {
                return start / classes;
            }
        }

        return -1;
    }

    /// <summary>Whether the first rows, with the classes on an axis, are distributions.</summary>
    public static bool AreRows(TensorView tensor, int axis) => FirstOther(FirstRows(tensor, axis), tensor.Shape[axis]) < 0;

    /// <summary>Whether a vector is a distribution.</summary>
    public static bool IsVector(TensorView vector)
    {
        double sum = 0;
        Span<double> buffer = new double[256];
        for (long start = 0; start < vector.Shape.Length && sum <= 1 + Tolerance; start += buffer.Length)
        {
            foreach (double value in vector.Read(start, (int)Math.Min(buffer.Length, vector.Shape.Length - start), buffer))
            {
                if (!(value >= 0))
                {
                    return false;
                }

                sum += value;
            }
        }

        return Math.Abs(sum - 1) <= Tolerance;
    }

    /// <summary>The rows of the first block, with the classes on an axis.</summary>
    public static ReadOnlySpan<double> FirstRows(TensorView tensor, int axis)
    {
        AxisLayout layout = AxisLayout.Of(tensor.Shape, axis);
        int count = (int)Math.Min(layout.Rows, BlockSchedule.Of(layout.Classes).RowsPerBlock);
        return layout.ReadRows<double>(tensor, 0, count, new double[count * layout.Classes], new double[count]);
    }
}
