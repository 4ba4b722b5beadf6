using System.Numerics;
using LossKernels.Semantics;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>By what all derivatives are multiplied: one over what a mean divides by. It has to be known before the first of them is written.</summary>
internal static class GradientScale
{
    /// <summary>Finds it from the labels and weights alone; of a sum, and of losses that are kept, it is one.</summary>
    /// <exception cref="LossException">A label or a weight is at fault.</exception>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public static double Of<T>(MeasurePlan plan, TensorSource source, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (plan.Options.Reduction != Reduction.Mean)
        {
            return 1;
        }

        long allRows = source.Layout.Rows;
        int outputs = plan.IsPerElement ? plan.Layout.Classes : 1;
        bool mayIgnore = plan.Kind == LossKind.Sparse && plan.Convention.IgnoreClass is not null;
        if (plan.Denominator == Denominator.Elements || (!mayIgnore && source.Weights is null))
        {
            return 1.0 / (allRows * outputs);
        }

        BlockWeights<T> weights = new(plan);
        LossAccumulator counts = default;
        int rowsPerBlock = (int)Math.Min(BlockSchedule.RowsPerBlock(plan.Layout.Classes), allRows);
        Workspace<T> memory = new(rowsPerBlock, plan.Layout.Classes, plan.Layout.Classes, 0);
        for (long firstRow = 0; firstRow < allRows; firstRow += rowsPerBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = (int)Math.Min(rowsPerBlock, allRows - firstRow);
            ReadOnlySpan<int> labels = default;
            int ignored = 0;
            if (plan.Kind == LossKind.Sparse)
            {
                labels = source.ReadLabels(firstRow, rows, plan.Convention.IgnoreClass, memory.Labels, memory.Wide, out ignored);
            }

            Span<double> losses = memory.Losses.AsSpan(0, rows * outputs);
            losses.Clear();
            Span<double> read = weights.Read(source, firstRow, rows, memory.Weights);
            if (read.Length > losses.Length)
            {
                read = BlockWeights<T>.AverageOutputs(read, rows, plan.Layout.Classes)[..rows];
            }

            int valid = ignored > 0 ? BlockWeights<T>.CloseRanks(losses, read, labels) : losses.Length;
            counts.Add(losses[..valid], read.IsEmpty ? read : read[..valid], outputs);
            counts.AddIgnored(ignored);
        }

        return 1 / counts.Divisor(plan.Denominator);
    }
}
