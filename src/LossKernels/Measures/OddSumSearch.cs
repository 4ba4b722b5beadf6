using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Finds the row of classes whose probabilities are no distribution.</summary>
public static class OddSumSearch
{
    private const int MostReadAtOnce = 1 << 16;

    /// <summary>
    /// The first row along the last axis that does not sum to one, with its sum. Null where there is none, or where along another axis, on which the
    /// classes may be, there is none. A row with a NaN is not looked at.
    /// </summary>
    /// <param name="probabilities">The probabilities, of one axis at least.</param>
    public static (long Row, double Sum)? Find(TensorView probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        (long Row, double Sum)? first = Find(probabilities, probabilities.Shape.Rank - 1);
        for (int axis = probabilities.Shape.Rank - 2; axis >= 0 && first is not null; axis--)
        {
            first = Find(probabilities, axis) is null ? null : first;
        }

        return first;
    }

    private static (long Row, double Sum)? Find(TensorView probabilities, int axis)
    {
        AxisLayout layout = AxisLayout.Of(probabilities.Shape, axis);
        int atOnce = (int)Math.Min(layout.Rows, Math.Max(1, MostReadAtOnce / Math.Max(layout.Classes, 1)));
        double[] buffer = new double[atOnce * layout.Classes];
        double[] line = new double[atOnce];
        for (long row = 0; row < layout.Rows; row += atOnce)
        {
            int rows = (int)Math.Min(atOnce, layout.Rows - row);
            ReadOnlySpan<double> block = layout.ReadRows<double>(probabilities, row, rows, buffer, line);
            for (int i = 0; i < rows; i++)
            {
                double sum = TensorPrimitives.Sum(block.Slice(i * layout.Classes, layout.Classes));
                if (Math.Abs(sum - 1) > Distribution.CoarseTolerance)
                {
                    return (row + i, sum);
                }
            }
        }

        return null;
    }
}
