using System.Numerics;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>What a kernel found of rows, as far as the quality of those is made of it that have other targets than one, of one.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IRowScores<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The probabilities of the classes.</summary>
    IRowDistribution<T> Distribution { get; }

    /// <summary>Writes of every row the sum over the classes of (p_j - t_j)^2.</summary>
    /// <param name="predictions">The block.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="factors">Room for a number a row.</param>
    /// <param name="scores">Where the sums go.</param>
    void Write(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> factors, Span<double> scores);
}
