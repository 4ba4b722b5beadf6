using System.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Rows of two logits with their targets, of which <see cref="TwoClassKernel"/> takes the losses.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ITwoClassRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the losses of some rows.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many: a stretch at most.</param>
    /// <param name="losses">Where they go.</param>
    /// <returns>Whether none of them needs a second look; else what is written means nothing.</returns>
    bool Map(int row, int rows, scoped Span<T> losses);
}
