using System.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Options;

/// <summary>How rows of predictions become probabilities of their classes, and how derivatives to these become such to the predictions.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IRowDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the probabilities of some rows.</summary>
    /// <param name="predictions">The block.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many, no more than there is room for.</param>
    /// <param name="shares">Where they go.</param>
    void Fill(TensorBlock<T> predictions, int firstRow, int rows, RowShares shares);

    /// <summary>Turns the derivatives to ln p, in the slopes, into those to the predictions.</summary>
    /// <param name="shares">The probabilities and slopes, over the predictions that <see cref="Fill"/> was given, and beside each slope what the others add up to.</param>
    void Chain(RowShares shares);
}
