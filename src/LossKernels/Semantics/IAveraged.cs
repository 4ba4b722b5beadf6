using System.Numerics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// A formula of elements that can add up the average losses of rows without writing them down, to the bits of what is added up when they are, and
/// whose derivatives need nothing that an evaluation left.
/// </summary>
internal interface IAveraged<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sum of the average losses of the rows of a block that is not empty, and that of the squares of their distances from the mean.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <returns>The sums; NaN where the losses have to be looked at one by one.</returns>
    (CompensatedSum Losses, double Squares) Average(TensorBlock<T> predictions, TensorBlock<T> targets, Span<double> ofRows);
}
