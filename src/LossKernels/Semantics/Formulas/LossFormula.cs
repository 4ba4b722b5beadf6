using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// A loss, bound to the numbers of a convention: it has a kernel reduce a block and finishes in double over the rows.
/// </summary>
/// <typeparam name="T">float or double: the type whose rounding the bounds have and that the block is read in.</typeparam>
internal abstract class LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What <see cref="Steepest"/> is where derivatives, and what they are made of, are differences of numbers within 0..1.</summary>
    public const double MostOfUnit = 4;

    /// <summary>
    /// No derivative, nor what it is made of, is further from zero than that times its scale, whatever the predictions are, where targets lie within 0..1, those
    /// of classes a distribution; infinite where predictions decide.
    /// </summary>
    public virtual double Steepest => double.PositiveInfinity;

    /// <summary>With scales that are closer to zero, and not zero, derivatives lose digits that the data type has.</summary>
    public virtual double LeastScale => 0;

    /// <summary>Whether there is a loss for each element (else for each row).</summary>
    public virtual bool IsPerElement => false;

    /// <summary>How many doubles of scratch memory a row takes.</summary>
    public virtual int ScratchPerRow => 0;

    /// <summary>Writes the losses of a block, and how good the predictions are where that is asked.</summary>
    public abstract BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality);

    /// <summary>
    /// Whether <see cref="Evaluate"/> can add up how good the predictions of a block are; where the sum of the Brier scores then is no finite number, rows
    /// need a second look and it has to be asked for row by row.
    /// </summary>
    public virtual bool AddsQualityUp(TensorBlock<T> predictions, BlockTargets<T> targets) => false;

    /// <summary>Whether derivatives that are all multiplied by the same number may be given it once.</summary>
    public virtual bool TakesOneScale => false;

    /// <summary>Writes the derivatives of the losses of a block to what was given, rows side by side, after <see cref="Evaluate"/> with the same scratch memory.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="scratch">What Evaluate left there.</param>
    /// <param name="scales">By what the derivatives of each loss are multiplied; one number for all if <see cref="TakesOneScale"/>.</param>
    /// <param name="gradient">Where they go.</param>
    /// <exception cref="NotSupportedException">There are none, and options that ask for them should have been refused.</exception>
    public virtual void Differentiate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        throw new NotSupportedException();
}
