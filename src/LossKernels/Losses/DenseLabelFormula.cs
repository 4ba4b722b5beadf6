using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>The losses of rows with class numbers for targets: each row is given in double. A row that is left out costs nothing.</summary>
internal abstract class DenseLabelFormula<T> : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The loss of a row.</summary>
    protected abstract double Loss(ReadOnlySpan<double> prediction, int label);

    /// <summary>Writes its derivatives to the predictions.</summary>
    protected abstract void Slopes(ReadOnlySpan<double> prediction, int label, Span<double> slopes);

    public sealed override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        WideRow<T> row = new(predictions.Classes);
        for (int r = 0; r < predictions.Rows; r++)
        {
            losses[r] = targets.Labels[r] < 0 ? 0 : Loss(row.Read(predictions, r), targets.Labels[r]);
        }

        return BlockCheck.None;
    }

    public sealed override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        int classes = predictions.Classes;
        WideRow<T> row = new(classes);
        double[] slopes = new double[classes];
        for (int r = 0; r < predictions.Rows; r++)
        {
            Span<T> ofRow = gradient.Slice(r * classes, classes);
            if (targets.Labels[r] < 0)
            {
                ofRow.Clear();
                continue;
            }

            Slopes(row.Read(predictions, r), targets.Labels[r], slopes);
            TensorPrimitives.Multiply(slopes, scales[r], slopes);
            TensorPrimitives.ConvertTruncating<double, T>(slopes, ofRow);
        }
    }
}
