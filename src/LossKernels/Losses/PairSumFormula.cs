using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Pairs;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>The losses of rows, each the sum of what its elements have.</summary>
/// <param name="loss">The loss of an element.</param>
/// <param name="averages">Whether it is divided by their number.</param>
internal sealed class PairSumFormula<T, TLoss>(TLoss loss, bool averages = false) : LossFormula<T>, ISummed<T>, IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IPairLoss
{
    public override bool TakesOneScale => true;

    public bool SumsAverages => false;

    public bool VouchesForValues => PairKernel.Vouches<T, TLoss>();

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows)
    {
        SumAndSpread sums = PairSums.OfBlock(predictions.Values, targets.Block.Values, loss, ofRows);
        double outputs = predictions.Classes;
        return averages ? new SumAndSpread(sums.Sum.Over(outputs), sums.Squares / (outputs * outputs)) : sums;
    }

    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) => predictions.HasRows && targets.Block.HasRows;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, RowDerivatives<T> derivatives)
    {
        if (!Derives(predictions, targets))
        {
            return SumAndSpread.Unknown;
        }

        Write(predictions, targets, derivatives);
        return Sum(predictions, targets, ofRows);
    }

    public BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        Write(predictions, targets, derivatives);
        return Evaluate(predictions, targets, losses, scratch, quality: default);
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
        if (Derives(predictions, targets))
        {
            Write(predictions, targets, new RowDerivatives<T>(scales, gradient, isStreamed: false));
            return;
        }

        int classes = predictions.Classes;
        T[] rows = new T[2 * classes];
        for (int r = 0; r < predictions.Rows; r++)
        {
            double scale = scales[scales.Length == 1 ? 0 : r];
            PairSlopes.Write(
                predictions.Row(r, rows),
                targets.Block.Row(r, rows.AsSpan(classes)),
                loss,
                new RowDerivatives<T>([averages ? scale / classes : scale], gradient.Slice(r * classes, classes), isStreamed: false));
        }
    }

    private void Write(TensorBlock<T> predictions, BlockTargets<T> targets, RowDerivatives<T> derivatives)
    {
        if (!averages)
        {
            PairSlopes.Write(predictions.Values, targets.Block.Values, loss, derivatives);
            return;
        }

        int count = derivatives.Scales.Length;
        double[] memory = ArrayPool<double>.Shared.Rent(count);
        Span<double> scales = memory.AsSpan(0, count);
        TensorPrimitives.Divide(derivatives.Scales, predictions.Classes, scales);
        RowDerivatives<T> ofAverages = new(scales, derivatives.Values, derivatives.IsStreamed) { Watch = derivatives.Watch };
        PairSlopes.Write(predictions.Values, targets.Block.Values, loss, ofAverages);
        ArrayPool<double>.Shared.Return(memory);
    }
}
