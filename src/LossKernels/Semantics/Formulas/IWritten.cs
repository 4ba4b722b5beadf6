using System.Numerics;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A formula that can write losses in fewer steps where neither derivatives nor the quality of predictions are wanted.</summary>
internal interface IWritten<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the losses of a block, to the bits of an evaluation; of rows that are left out, zeros.</summary>
    /// <returns>Whether that could be done; if not, what was written means nothing.</returns>
    bool TryWrite(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses);
}
