using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Parts;

/// <summary>How rows of predictions become the probability of one class each.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IPickedDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many doubles of scratch memory a row takes.</summary>
    int ScratchPerRow { get; }

    /// <summary>Reduces a block to what the probabilities are made of.</summary>
    /// <param name="predictions">The block.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="labels">The class of each row; negative for one that is left out.</param>
    /// <param name="scratch">Where that goes.</param>
    /// <param name="quality">Where it goes how good the predictions are, if anywhere.</param>
    /// <returns>Whether the predictions are all of the form for certain.</returns>
    bool Reduce(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<int> labels, Span<double> scratch, PredictionQuality quality);

    /// <summary>Writes the probabilities of some rows, and any where there is room for more.</summary>
    /// <param name="scratch">What <see cref="Reduce"/> left there.</param>
    /// <param name="blockRows">The rows of the block.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="shares">Where they go.</param>
    void Fill(Span<double> scratch, int blockRows, int firstRow, int rows, RowShares shares);
}
