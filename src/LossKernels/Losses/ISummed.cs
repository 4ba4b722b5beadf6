using System.Numerics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>A formula of elements that can add up losses without writing them down.</summary>
internal interface ISummed<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sum of the losses of a block that is not empty, and that of the squares of their distances from their mean.</summary>
    (CompensatedSum Losses, double Squares) Sum(TensorBlock<T> predictions, TensorBlock<T> targets);
}
