using System.Numerics;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Blocks;
using LossKernels.Measures.Sums;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>Measures data all of which is there, or can be read at any place.</summary>
internal static class ArrayRun
{
    /// <summary>Measures all rows.</summary>
    /// <exception cref="LossException">The lowest row at fault, whatever the number of threads.</exception>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public static BatchMeans Measure<T>(MeasurePlan plan, TensorSource source, BlockResults<T> results, MeasureContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BatchMeans total = new(plan);
        using BlockRunner<T> runner = new(plan, source.Layout.Rows, total);
        runner.Run(source, results, 0, plan.Schedule.Count(source.Layout.Rows), context, out LossException? failure);
        return failure is null ? total : throw failure;
    }
}
