using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>Scores of rows of probabilities.</summary>
/// <param name="clip">Where values are clipped.</param>
/// <param name="normalises">Whether the probabilities are the clipped values over the sum of all of a row.</param>
/// <param name="picked">The clipped value of each row's own class.</param>
/// <param name="rests">The sums of the other clipped values.</param>
internal readonly ref struct QuotientScores<T>(ClipBounds clip, bool normalises, ReadOnlySpan<double> picked, ReadOnlySpan<double> rests) : IRowScores<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<double> _picked = picked;
    private readonly ReadOnlySpan<double> _rests = rests;

    public IRowDistribution<T> Distribution => new ProbabilityDistribution<T>(clip, normalises);

    public void Write(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> factors, Span<double> scores)
    {
        factors.Fill(1);
        if (normalises)
        {
            TensorPrimitives.Add(_picked, _rests[..factors.Length], factors);
            TensorPrimitives.Divide(1, factors, factors);
        }

        ProbabilityKernel.Scores(predictions, targets.Block, targets.Statistics.Labels, clip, factors, scores);
    }
}
