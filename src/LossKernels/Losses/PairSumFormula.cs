using System.Numerics;
using LossKernels.Kernels;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>The losses of rows, each the sum of what its elements have.</summary>
/// <param name="loss">The loss of an element.</param>
/// <param name="averages">Whether it is divided by their number.</param>
internal sealed class PairSumFormula<T, TLoss>(TLoss loss, bool averages = false) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IPairLoss
{
    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        T[] rows = new T[predictions.HasRows ? 0 : 2 * predictions.Classes];
        for (int r = 0; r < predictions.Rows; r++)
        {
            double sum = PairKernel.Sum(predictions.Row(r, rows), targets.Block.Row(r, rows.AsSpan(rows.Length / 2)), loss);
            losses[r] = averages ? sum / predictions.Classes : sum;
        }

        return BlockCheck.None;
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        int classes = predictions.Classes;
        T[] rows = new T[predictions.HasRows ? 0 : 2 * classes];
        for (int r = 0; r < predictions.Rows; r++)
        {
            PairKernel.Slopes(
                predictions.Row(r, rows),
                targets.Block.Row(r, rows.AsSpan(rows.Length / 2)),
                loss,
                averages ? scales[r] / classes : scales[r],
                gradient.Slice(r * classes, classes));
        }
    }
}
