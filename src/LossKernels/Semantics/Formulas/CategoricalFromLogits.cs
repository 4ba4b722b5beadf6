using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Categorical cross-entropy from logits: sum of t_k (ln(sum of e^x_j) - x_k).</summary>
internal sealed class CategoricalFromLogits<T>(double smoothing, LossFormula<T> smoothed, bool zeroTimesInfinityIsZero, bool takesDistributions) : SoftmaxFormula<T>(smoothing, smoothed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override bool SkipsZeros => zeroTimesInfinityIsZero;

    protected override ReadOnlySpan<double> Masses(BlockTargets<T> targets) => takesDistributions ? [] : targets.Statistics.Masses;

    protected override bool Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, PredictionQuality quality, RowDerivatives<T> derivatives) =>
        SoftmaxKernel.Dense(logits, targets.Block, targets.Statistics, zeroTimesInfinityIsZero || IsSmoothed, statistics, quality, derivatives);
}
