using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>A loss of rows whose derivatives are given in double, a row at a time.</summary>
internal abstract class RowSlopesFormula<T> : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the derivatives of a row's loss to its predictions.</summary>
    protected abstract void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes);

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
