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

    public sealed override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        Rows rows = new(predictions.Classes);
        for (int r = 0; r < predictions.Rows; r++)
        {
            losses[r] = Loss(rows.Prediction(predictions, r), rows.Target(targets.Block, r));
        }

        return BlockCheck.None;
    }

    public sealed override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        int classes = predictions.Classes;
        Rows rows = new(classes);
        double[] slopes = new double[classes];
        for (int r = 0; r < predictions.Rows; r++)
        {
            Slopes(rows.Prediction(predictions, r), rows.Target(targets.Block, r), slopes);
            TensorPrimitives.Multiply(slopes, scales[r], slopes);
            TensorPrimitives.ConvertTruncating<double, T>(slopes, gradient.Slice(r * classes, classes));
        }
    }

    // Two rows in double.
    private readonly struct Rows(int classes)
    {
        private readonly T[] _line = new T[classes];
        private readonly double[] _prediction = new double[classes];
        private readonly double[] _target = new double[classes];

        public ReadOnlySpan<double> Prediction(TensorBlock<T> block, int row) => Widen(block, row, _prediction);

        public ReadOnlySpan<double> Target(TensorBlock<T> block, int row) => Widen(block, row, _target);

        private double[] Widen(TensorBlock<T> block, int row, double[] wide)
        {
            TensorPrimitives.ConvertTruncating<T, double>(block.Row(row, _line), wide);
            return wide;
        }
    }
}
