using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;
using LossKernels.Sources;

namespace LossKernels.Measures.Blocks;

/// <summary>
/// By what all derivatives of a batch are multiplied: one over what its mean divides by, and over the number of batches. It has to be known
/// before the first of them is written.
/// </summary>
internal static class GradientScale
{
    /// <summary>Finds it from the labels and weights alone; of a sum, and of losses that are kept, it is one.</summary>
    /// <exception cref="LossException">A label or a weight is at fault, or there is nothing to average and that is to be an error.</exception>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public static double[] Of<T>(MeasurePlan plan, TensorSource source, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long rows = source.Layout.Rows;
        double[] scales = new double[Math.Max(plan.Options.Reduction == Reduction.Mean ? plan.Schedule.Batches(rows) : 1, 1)];
        if (plan.Options.Reduction != Reduction.Mean)
        {
            scales[0] = 1;
            return scales;
        }

        int outputs = plan.IsPerElement ? plan.Layout.Classes : 1;
        bool areEqual = plan.IgnoreClass is null && source.Weights is null && plan.ClassWeights.Length == 0;
        if (plan.Denominator is Denominator.Elements or Denominator.Number || areEqual)
        {
            for (int batch = 0; batch < scales.Length; batch++)
            {
                long inBatch = Math.Min(plan.Schedule.RowsPerBatch, rows - (batch * plan.Schedule.RowsPerBatch));
                scales[batch] = 1 / (plan.Denominator == Denominator.Number ? plan.DivisorOf(default).Value : inBatch * outputs) / scales.Length;
            }

            return scales;
        }

        LossAccumulator[] counts = Count<T>(plan, source, scales.Length, cancellation);
        for (int batch = 0; batch < scales.Length; batch++)
        {
            // Where there is nothing, the mean is a constant; but for NaN, which its derivatives are then too.
            scales[batch] = (plan.IsNothing(counts[batch]) ? plan.MeanOf(counts[batch], plan.Options.BatchSize is null ? null : batch) : plan.DivisorOf(counts[batch]).Reciprocal()) / scales.Length;
        }

        return scales;
    }

    private static LossAccumulator[] Count<T>(MeasurePlan plan, TensorSource source, int batches, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LossAccumulator[] counts = new LossAccumulator[batches];
        long allRows = source.Layout.Rows;
        int outputs = plan.IsPerElement ? plan.Layout.Classes : 1;
        TargetReader<T> reader = new(plan);
        BlockWeights<T> weights = new(plan);
        using Workspace<T> memory = new((int)Math.Min(plan.Schedule.RowsPerBlock, allRows), plan.Layout.Classes, plan.Layout.Classes, 0);

        // What is found is told by the measurement.
        Findings findings = default;
        for (long block = 0; block < plan.Schedule.Count(allRows); block++)
        {
            cancellation.ThrowIfCancellationRequested();
            (long firstRow, int most) = plan.Schedule[block];
            int rows = (int)Math.Min(most, allRows - firstRow);
            ref LossAccumulator count = ref counts[plan.Schedule.BatchOf(firstRow)];
            Span<double> losses = memory.Losses[..(rows * outputs)];
            losses.Clear();
            BlockTargets<T> targets = reader.Read(source, firstRow, rows, memory, ref findings, out int ignored);
            Span<double> read = weights.Read(source, firstRow, rows, targets, memory, ref findings).Weights;
            if (read.Length > losses.Length)
            {
                read = BlockWeights<T>.AverageOutputs(read, rows, plan.Layout.Classes)[..rows];
            }

            int valid = ignored > 0 ? BlockWeights<T>.CloseRanks(losses, read, targets.Labels) : losses.Length;
            count.Add(losses[..valid], read.IsEmpty ? read : read[..valid], outputs);
            count.AddIgnored(ignored);
        }

        return counts;
    }
}
