using System.Numerics;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A formula of yes and no that can add up losses and how good the predictions are, without writing either down.</summary>
internal interface IJudged<T> : ISummed<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether it can of so many classes.</summary>
    bool Judges(int classes) => true;

    /// <summary>The same as without details.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <param name="quality">What how good the predictions are is added to; it means nothing where the sums are not finite.</param>
    /// <returns>The sums; not finite where the losses have to be looked at one by one.</returns>
    SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, OutputSums quality);
}
