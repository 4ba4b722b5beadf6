using System.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>How a row of predictions becomes probabilities of its classes, and how a derivative to these becomes one to the predictions.</summary>
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

    /// <summary>Turns the derivatives of a row's loss to ln p into those to the predictions.</summary>
    /// <param name="predictions">The block.</param>
    /// <param name="row">The row of the block.</param>
    /// <param name="shares">The probabilities.</param>
    /// <param name="start">Where the row's begin.</param>
    /// <param name="slopes">The derivatives.</param>
    /// <param name="total">Their sum.</param>
    /// <param name="scale">What they are multiplied by.</param>
    /// <param name="gradient">Where the results go.</param>
    void Chain(TensorBlock<T> predictions, int row, RowShares shares, int start, ReadOnlySpan<double> slopes, double total, double scale, Span<T> gradient);
}
