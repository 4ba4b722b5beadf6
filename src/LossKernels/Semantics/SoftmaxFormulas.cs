using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>Cross-entropy from logits, gap + mass ln(1 + tail) of the rows' statistics.</summary>
internal abstract class SoftmaxFormula<T> : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public sealed override int ScratchPerRow => RowStatistics.PerRow;

    public sealed override BlockCheck Evaluate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch)
    {
        RowStatistics statistics = new(scratch, predictions.Rows);
        Reduce(predictions, targets, statistics);
        VectorMath.Log1P(statistics.Tail, losses);
        TensorPrimitives.FusedMultiplyAdd(statistics.Mass, losses, statistics.Gap, losses);
        return new BlockCheck(ArePredictionsAllowed: true, AreTargetsWithinUnit: true);
    }

    protected abstract void Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics);
}

/// <summary>Sparse categorical cross-entropy from logits: ln(sum of e^x_j) - x_y.</summary>
internal sealed class SparseFromLogits<T> : SoftmaxFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override void Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics) =>
        SoftmaxKernel.Index(logits, targets.Labels, statistics);
}

/// <summary>Categorical cross-entropy from logits: sum of t_k (ln(sum of e^x_j) - x_k).</summary>
internal sealed class CategoricalFromLogits<T>(bool zeroTimesInfinityIsZero) : SoftmaxFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override void Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics) =>
        SoftmaxKernel.Dense(logits, targets.Block, targets.Statistics, zeroTimesInfinityIsZero, statistics);
}
