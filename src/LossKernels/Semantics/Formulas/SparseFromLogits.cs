using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Sparse categorical cross-entropy from logits: ln(sum of e^x_j) - x_y.</summary>
internal sealed class SparseFromLogits<T>(double smoothing, LossFormula<T> smoothed) : SoftmaxFormula<T>(smoothing, smoothed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override bool Reduce(TensorBlock<T> logits, BlockTargets<T> targets, RowStatistics statistics, PredictionQuality quality, RowDerivatives<T> derivatives) =>
        SoftmaxKernel.Index(logits, targets.Labels, statistics, quality, derivatives);
}
