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
/// all classes' losses. Where all are over the sum of the row, that sum's logarithm comes off the mean of the others: of both over a power of two near the
/// sum, as of a sum far from one the logarithms would be large beside what they differ by.
/// </summary>
/// <param name="smoothing">The share.</param>
/// <param name="numbers">The formula's numbers.</param>
/// <param name="general">The same loss, class by class.</param>
internal sealed class SpreadTarget<T>(double smoothing, ProbabilityFormula numbers, LossFormula<T> general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const long ExponentBits = 0x7ff0000000000000;
    private const int ExponentShift = 52;
    private const int ExponentOfOne = 1023;

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
        int[] powers = ArrayPool<int>.Shared.Rent(rows);
        Span<int> scales = numbers.Normalisation == Normalisation.None ? [] : powers.AsSpan(0, rows);
        WriteLogarithms(divisors, scales, logarithms);
        LogSumKernel.Sums(predictions, bounds.AsSpan(0, rows), bounds.AsSpan(rows, rows), scales, sums, odd);
        ArrayPool<int>.Shared.Return(powers);

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

    // Those of the divisors over powers of two, and these; of no divisors zeros.
    private static void WriteLogarithms(ReadOnlySpan<double> divisors, Span<int> scales, Span<double> logarithms)
    {
        if (scales.IsEmpty)
        {
            logarithms.Clear();
            return;
        }

        for (int r = 0; r < scales.Length; r++)
        {
            // A normal number over its power of two has the bits of 1 in the place of its exponent.
            long bits = BitConverter.DoubleToInt64Bits(divisors[r]);
            bool isNormal = double.IsNormal(divisors[r]);
            scales[r] = isNormal ? (int)((bits & ExponentBits) >> ExponentShift) - ExponentOfOne : 0;
            logarithms[r] = isNormal ? BitConverter.Int64BitsToDouble((bits & ~ExponentBits) | ((long)ExponentOfOne << ExponentShift)) : divisors[r];
        }

        VectorMath.Log(logarithms, logarithms);
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
