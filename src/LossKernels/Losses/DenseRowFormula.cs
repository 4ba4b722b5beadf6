using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>The losses of rows that are not sums over their elements: each row is given in double.</summary>
internal abstract class DenseRowFormula<T> : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The loss of a row.</summary>
    protected abstract double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target);

    /// <summary>Writes its derivatives to the predictions.</summary>
    protected abstract void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes);

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        WideRow<T> prediction = new(predictions.Classes);
        WideRow<T> target = new(targets.Block.Classes);
        for (int r = 0; r < predictions.Rows; r++)
        {
            losses[r] = Loss(prediction.Read(predictions, r), target.Read(targets.Block, r));
        }

        return BlockCheck.None;
    }

    public sealed override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        int classes = predictions.Classes;
        WideRow<T> prediction = new(classes);
        WideRow<T> target = new(targets.Block.Classes);
        double[] slopes = new double[classes];
        for (int r = 0; r < predictions.Rows; r++)
        {
            Slopes(prediction.Read(predictions, r), target.Read(targets.Block, r), slopes);
            TensorPrimitives.Multiply(slopes, scales[r], slopes);
            TensorPrimitives.ConvertTruncating<double, T>(slopes, gradient.Slice(r * classes, classes));
        }
    }
}
