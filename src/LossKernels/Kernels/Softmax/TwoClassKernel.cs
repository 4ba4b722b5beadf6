using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// Cross-entropy of rows of two logits: ln(1 + e^d) of the difference d of the other logit and the label's, with the rounding error of the difference.
/// That is a binary loss, and costs no row a sum and a factor.
/// </summary>
internal static class TwoClassKernel
{
    /// <summary>The largest difference of logits that needs no second look: the rounding errors of differences so far are small numbers still.</summary>
    public static double Farthest<T>() => typeof(T) == typeof(float) ? 1 << 18 : 1L << 50;

    /// <summary>The sum of the losses of rows, and that of the squares of their distances from the mean.</summary>
    /// <param name="logits">Rows of two.</param>
    /// <param name="labels">A class number a row.</param>
    /// <param name="memory">Room for a number for each row.</param>
    /// <returns>The sums; unknown where a row needs a second look.</returns>
    public static SumAndSpread Sum<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> losses = MemoryMarshal.Cast<double, T>(memory);
        SpreadSums<T> sums = default;
        for (int row = 0; row < labels.Length; row += SpreadSums<T>.Stretch)
        {
            int rows = Math.Min(SpreadSums<T>.Stretch, labels.Length - row);
            if (!Map(logits, row, labels.Slice(row, rows), losses))
            {
                return SumAndSpread.Unknown;
            }

            sums.Add<T>(losses[..rows]);
        }

        return sums.Total;
    }

    /// <summary>The same sums, and in the same walk how good the predictions are.</summary>
    /// <param name="logits">Rows of two.</param>
    /// <param name="labels">A class number a row.</param>
    /// <param name="quality">Where that goes, of nothing yet, for the first class as if it were no and for the second as if it were yes.</param>
    /// <returns>The sums; unknown where a row needs a second look, and what was added means nothing.</returns>
    public static SumAndSpread Sum<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, OutputSums quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? Sum<Lanes512<T>, Vector512<T>, T>(logits, labels, quality)
            : Sum<Lanes256<T>, Vector256<T>, T>(logits, labels, quality);

    /// <summary>The same at one vector width.</summary>
    public static SumAndSpread Sum<TLanes, TVector, T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, OutputSums quality)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpreadSums<T> sums = default;
        OutputTally<TLanes, TVector, T> tally = new(SpreadSums<T>.Stretch, quality);
        bool isUsual = true;
        for (int row = 0; isUsual && row < labels.Length; row += SpreadSums<T>.Stretch)
        {
            int rows = Math.Min(SpreadSums<T>.Stretch, labels.Length - row);
            isUsual = TwoClassLanes<TLanes, TVector, T>.Judge(logits, row, labels.Slice(row, rows), tally.Piece);
            if (isUsual)
            {
                sums.Add<T>(tally.Piece.Losses[..rows]);
                tally.Add(rows, isSoft: false);
            }
        }

        tally.Complete();

        // Both classes are as far off, and what is no is a class too.
        quality.BrierScore *= 2;
        quality.Targets[0] = labels.Length - quality.Targets[1];
        return isUsual ? sums.Total : SumAndSpread.Unknown;
    }

    /// <summary>Writes the losses of rows that need no second look, and leaves the others as they are.</summary>
    /// <param name="logits">Rows of two.</param>
    /// <param name="row">The first row.</param>
    /// <param name="labels">A class number for each of some rows.</param>
    /// <param name="losses">As many losses.</param>
    public static void Write<T>(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, Span<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> found = stackalloc T[Math.Min(labels.Length, SpreadSums<T>.Stretch)];
        for (int i = 0, count = found.Length; i < labels.Length;)
        {
            count = Math.Min(count, labels.Length - i);
            if (Map(logits, row + i, labels.Slice(i, count), found))
            {
                Widened.All<T>(found[..count], losses.Slice(i, count));
                i += count;
                count = Math.Min(2 * count, found.Length);
            }
            else
            {
                // Fewer rows, as long as it is not a single one.
                i += count == 1 ? 1 : 0;
                count = Math.Max(count / 2, 1);
            }
        }
    }

    /// <summary>Writes the losses of rows of which none needs a second look; of those with a negative label, zeros.</summary>
    /// <param name="logits">Rows of two.</param>
    /// <param name="labels">A class number a row.</param>
    /// <param name="losses">As many losses.</param>
    /// <returns>Whether none does; else what is written means nothing.</returns>
    public static bool TryWrite<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> found = stackalloc T[SpreadSums<T>.Stretch];
        Span<int> classes = stackalloc int[SpreadSums<T>.Stretch];
        bool hasIgnored = IgnoredRows.Any(labels);
        for (int row = 0, rows; row < labels.Length; row += rows)
        {
            rows = Math.Min(labels.Length - row, found.Length);
            ReadOnlySpan<int> some = labels.Slice(row, rows);
            TensorPrimitives.Max(some, 0, classes);
            if (!Map(logits, row, classes[..rows], found))
            {
                return false;
            }

            Widened.All<T>(found[..rows], losses.Slice(row, rows));
            if (hasIgnored)
            {
                IgnoredRows.Clear(some, losses.Slice(row, rows));
            }
        }

        return true;
    }

    private static bool Map<T>(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? TwoClassLanes<Lanes512<T>, Vector512<T>, T>.Map(logits, row, labels, losses)
            : TwoClassLanes<Lanes256<T>, Vector256<T>, T>.Map(logits, row, labels, losses);
}
