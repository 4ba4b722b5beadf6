using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Pairs;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>The losses of rows, each the sum of what its elements have.</summary>
/// <param name="loss">The loss of an element.</param>
/// <param name="averages">Whether it is divided by their number.</param>
internal sealed class PairSumFormula<T, TLoss>(TLoss loss, bool averages = false) : LossFormula<T>, ISummed<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IPairLoss
{
    public bool SumsAverages => false;

    public bool VouchesForValues => PairKernel.Vouches<T, TLoss>();

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows)
    {
        SumAndSpread sums = PairSums.OfBlock(predictions.Values, targets.Block.Values, loss, ofRows);
        double outputs = predictions.Classes;
        return averages ? new SumAndSpread(sums.Sum.Over(outputs), sums.Squares / (outputs * outputs)) : sums;
    }

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (predictions.HasRows && targets.Block.HasRows)
        {
            PairSums.OfRows(predictions.Values, targets.Block.Values, loss, losses);
        }
        else
        {
            T[] rows = new T[2 * predictions.Classes];
            for (int r = 0; r < predictions.Rows; r++)
            {
                PairSums.OfRows(predictions.Row(r, rows), targets.Block.Row(r, rows.AsSpan(predictions.Classes)), loss, losses.Slice(r, 1));
            }
        }

        if (averages)
        {
            TensorPrimitives.Divide(losses, predictions.Classes, losses);
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
