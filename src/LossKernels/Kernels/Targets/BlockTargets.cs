using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Targets;

/// <summary>The targets of a block: the number of a class for each row (negative: left out), or a value for each prediction.</summary>
internal readonly ref struct BlockTargets<T>
    where T : unmanaged
{
    /// <summary>One class number a row.</summary>
    public BlockTargets(ReadOnlySpan<int> labels) => Labels = labels;

    /// <summary>A value for each prediction, and for formulas over rows what was found out about them.</summary>
    public BlockTargets(TensorBlock<T> block, TargetStatistics statistics)
    {
        Block = block;
        Statistics = statistics;
    }

    /// <summary>One class number a row.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>Rows x classes values.</summary>
    public TensorBlock<T> Block { get; }

    /// <summary>What was found out about them.</summary>
    public TargetStatistics Statistics { get; }

    /// <summary>The same targets with their values in another type.</summary>
    public BlockTargets<TOther> Of<TOther>(TensorBlock<TOther> block)
        where TOther : unmanaged => Labels.IsEmpty ? new BlockTargets<TOther>(block, Statistics) : new BlockTargets<TOther>(Labels);

    /// <summary>The class of each row: that of the largest target, the first of equals; negative where the row is left out.</summary>
    public ReadOnlySpan<int> RowLabels => Labels.IsEmpty ? Statistics.Labels : Labels;

    /// <summary>The class of one row.</summary>
    public int LabelOf(int row) => RowLabels[row];

    /// <summary>Whether a row has no other target than its class.</summary>
    public bool IsSingle(int row) => Labels.IsEmpty ? Statistics.IsSingle[row] : Labels[row] >= 0;

    /// <summary>Whether a row has no other target than one, of one.</summary>
    public bool IsHot(int row) => IsSingle(row) && (!Labels.IsEmpty || Statistics.Masses[row] == 1);

    /// <summary>Whether all rows have, but for those that are left out.</summary>
    public bool AreHot => !Labels.IsEmpty
        || (!Statistics.IsSingle.Contains(false) && SpanBounds.AreWithin(Statistics.Masses, 1, 1));

    /// <summary>Whether a row is left out.</summary>
    public bool IsIgnored(int row) => !Labels.IsEmpty && Labels[row] < 0;
}
