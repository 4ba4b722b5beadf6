using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Scores of rows of logits.</summary>
/// <param name="tails">The tail of each row.</param>
internal readonly ref struct TailScores<T>(ReadOnlySpan<double> tails) : IRowScores<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<double> _tails = tails;

    public IRowDistribution<T> Distribution => new SoftmaxDistribution<T>();

    public void Write(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> factors, Span<double> scores)
    {
        TensorPrimitives.Add(_tails, 1, factors);
        TensorPrimitives.Divide(1, factors, factors);
        SoftmaxKernel.Scores(predictions, targets.Block, targets.Statistics.Labels, factors, scores);
    }
}
