using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// Cross-entropy of rows of two logits: ln(1 + e^d) of the difference d of the other logit and the label's, with the rounding error of the difference.
/// That is a binary loss, and costs no row a sum and a factor. Of two targets it is a sum of two such losses.
/// </summary>
internal static class TwoClassKernel
{
    /// <summary>The largest difference of logits that needs no second look: the rounding errors of differences so far are small numbers still.</summary>
    public static double Farthest<T>() => typeof(T) == typeof(float) ? 1 << 18 : 1L << 50;

    /// <summary>The sum of the losses of rows, and that of the squares of their distances from the mean.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="memory">Room for a number for each row.</param>
    /// <returns>The sums; unknown where a row needs a second look.</returns>
    public static SumAndSpread Sum<T, TRows>(TRows rows, int count, Span<double> memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : ITwoClassRows<T>, allows ref struct
    {
        Span<T> losses = MemoryMarshal.Cast<double, T>(memory);
        SpreadSums<T> sums = default;
        for (int row = 0; row < count; row += SpreadSums<T>.Stretch)
        {
            int some = Math.Min(SpreadSums<T>.Stretch, count - row);
            if (!rows.Map(row, some, losses))
            {
                return SumAndSpread.Unknown;
            }

            sums.Add<T>(losses[..some]);
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
    /// <param name="rows">The rows.</param>
    /// <param name="losses">A loss for each of them.</param>
    public static void Write<T, TRows>(TRows rows, Span<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : ITwoClassRows<T>, allows ref struct
    {
        Span<T> found = stackalloc T[Math.Min(losses.Length, SpreadSums<T>.Stretch)];
        for (int i = 0, count = found.Length; i < losses.Length;)
        {
            count = Math.Min(count, losses.Length - i);
            if (rows.Map(i, count, found))
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

    /// <summary>Writes the losses of rows of which none needs a second look.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="losses">A loss for each of them.</param>
    /// <returns>Whether none does; else what is written means nothing.</returns>
    public static bool TryWrite<T, TRows>(TRows rows, Span<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : ITwoClassRows<T>, allows ref struct
    {
        Span<T> found = stackalloc T[SpreadSums<T>.Stretch];
        for (int row = 0, some; row < losses.Length; row += some)
        {
            some = Math.Min(losses.Length - row, found.Length);
            if (!rows.Map(row, some, found))
            {
                return false;
            }

            Widened.All<T>(found[..some], losses.Slice(row, some));
        }

        return true;
    }
}
