using System.Numerics;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A formula that can add up losses without writing them down.</summary>
internal interface ISummed<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether it is the averages of rows that are added up, to the bits of what is when the losses are written; else all losses of a row are.</summary>
    bool SumsAverages { get; }

    /// <summary>Whether a finite sum says that all numbers are of the form that the loss is made for.</summary>
    bool VouchesForValues => false;

    /// <summary>Whether the derivatives need nothing that an evaluation leaves.</summary>
    bool DerivesAlone => true;

    /// <summary>Whether the classes of a row need not lie side by side.</summary>
    bool SumsColumns => false;

    /// <summary>The sum of the losses of a block that is not empty, and that of the squares of the distances of what each row comes to from the mean of that.</summary>
    /// <param name="predictions">The predictions, rows side by side; columns only where <see cref="SumsColumns"/> says so.</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <returns>The sums; not finite where the losses have to be looked at one by one.</returns>
    SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows);
}
