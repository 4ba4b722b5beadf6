using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// What smoothing makes of losses from probabilities: a share of each target is spread over the classes, and that share of the loss is the mean of
/// all classes' losses. Where all are over the sum of the row, that sum's logarithm comes off the mean of the others.
/// </summary>
/// <param name="smoothing">The share.</param>
/// <param name="numbers">The formula's numbers.</param>
/// <param name="general">The same loss, class by class.</param>
internal sealed class SpreadTarget<T>(double smoothing, ProbabilityFormula numbers, LossFormula<T> general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ClipBounds _clip = ProbabilityBounds<T>.Clip(numbers);

    /// <summary>Whether there is a share.</summary>
    public bool IsSpread => smoothing > 0;

    /// <summary>Turns losses of the targets as they were into those of the smoothed ones.</summary>
    /// <param name="predictions">The block.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="divisors">By what the probabilities of each row are divided, if they are.</param>
    /// <param name="losses">The losses.</param>
    public void Smooth(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<double> divisors, Span<double> losses)
    {
        int rows = predictions.Rows;
        double[] memory = ArrayPool<double>.Shared.Rent(3 * rows);
        T[] bounds = ArrayPool<T>.Shared.Rent(2 * rows);
        Span<double> sums = memory.AsSpan(0, rows);
        Span<double> logarithms = memory.AsSpan(rows, rows);
        Span<double> odd = memory.AsSpan(2 * rows, rows);
        WriteBounds(divisors, _clip.Lower, sums, bounds.AsSpan(0, rows));
        WriteBounds(divisors, _clip.Upper, sums, bounds.AsSpan(rows, rows));
        LogSumKernel.Sums(predictions, bounds.AsSpan(0, rows), bounds.AsSpan(rows, rows), sums, odd);
        if (numbers.Normalisation == Normalisation.None)
        {
            logarithms.Clear();
        }
        else
        {
            VectorMath.Log(divisors, logarithms);
        }

        bool hasOdd = TensorPrimitives.IsNaNAny<double>(sums);
        if (hasOdd)
        {
            double[] scratch = ArrayPool<double>.Shared.Rent(general.ScratchPerRow * rows);
            general.Evaluate(predictions, targets, odd, scratch, default);
            ArrayPool<double>.Shared.Return(scratch);
        }

        Mix(logarithms, sums, predictions.Classes, losses);
        for (int r = 0; hasOdd && r < rows; r++)
        {
            losses[r] = double.IsNaN(sums[r]) ? odd[r] : losses[r];
        }

        ArrayPool<T>.Shared.Return(bounds);
        ArrayPool<double>.Shared.Return(memory);
    }

    // What is divided first is clipped as if the bounds were multiplied instead.
    private void WriteBounds(ReadOnlySpan<double> divisors, double bound, Span<double> products, Span<T> bounds)
    {
        if (numbers.Normalisation != Normalisation.BeforeClip)
        {
            bounds.Fill(Lanes.From<T>(bound));
            return;
        }

        TensorPrimitives.Multiply(divisors, bound, products);
        TensorPrimitives.ConvertTruncating<double, T>(products, bounds);
    }

    // (1 - s) times the loss as it was, and s times the mean of all classes' losses.
    private void Mix(ReadOnlySpan<double> logarithms, Span<double> sums, int classes, Span<double> losses)
    {
        TensorPrimitives.Divide(sums, classes, sums);
        TensorPrimitives.Subtract(logarithms, sums, sums);
        TensorPrimitives.Multiply(sums, smoothing, sums);

        // Nothing of an infinite loss is kept where all of it is spread.
        if (smoothing == 1)
        {
            sums.CopyTo(losses);
            return;
        }

        TensorPrimitives.Multiply(losses, 1 - smoothing, losses);
        TensorPrimitives.Add(losses, sums, losses);
    }
}
