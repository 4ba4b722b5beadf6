using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Reads the targets of a block in the form that the loss takes.</summary>
internal sealed class TargetReader<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Reads some rows, notes what is no target of a class, and says how many are ignored.</summary>
    /// <exception cref="LossException">The lowest row at fault.</exception>
    public BlockTargets<T> Read(TensorSource source, long firstRow, int rows, Workspace<T> memory, ref Findings findings, out int ignored)
    {
        ignored = 0;
        return plan.Targets switch
        {
            TargetForm.Labels => new BlockTargets<T>(source.ReadLabels(firstRow, rows, plan.IgnoreClass, memory.Labels, memory.Wide, out ignored)),
            TargetForm.Elements => new BlockTargets<T>(source.ReadTargetRows(firstRow, rows, memory.Targets, memory.Line), default),
            _ => ReadRows(source, firstRow, rows, memory, ref findings),
        };
    }

    private BlockTargets<T> ReadRows(TensorSource source, long firstRow, int rows, Workspace<T> memory, ref Findings findings)
    {
        TensorBlock<T> block = source.ReadTargets(firstRow, rows, memory.Targets);
        if (!plan.Loss.NeedsStatistics)
        {
            return new BlockTargets<T>(block, default);
        }

        TargetStatistics statistics = memory.Statistics(rows);
        bool isWithinUnit = TargetKernel.Scan(block, statistics);
        plan.Loss.CheckTargets(block, statistics, isWithinUnit, source, firstRow, ref findings);
        return new BlockTargets<T>(block, statistics);
    }
}
