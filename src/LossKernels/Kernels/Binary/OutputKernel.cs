using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>Adds up the losses of binary outputs, to the bits of <see cref="ElementSums"/>, and in the same walk how good the outputs are.</summary>
internal static class OutputKernel
{
    /// <summary>The sum of the average losses of rows, and that of the squares of their distances from the mean.</summary>
    /// <param name="values">The values, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <param name="quality">What how good they are is added to.</param>
    /// <returns>The sums; unknown where a value or a target needs a second look, and what was added means nothing.</returns>
    public static SumAndSpread Sum<T, TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows, OutputSums quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T> => Vector512.IsHardwareAccelerated
            ? Sum<Lanes512<T>, Vector512<T>, T, TLoss>(values, targets, loss, ofRows, quality)
            : Sum<Lanes256<T>, Vector256<T>, T, TLoss>(values, targets, loss, ofRows, quality);

    /// <summary>The same at one vector width.</summary>
    public static SumAndSpread Sum<TLanes, TVector, T, TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows, OutputSums quality)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T>
    {
        int outputs = quality.Outputs;
        int rowsTogether = Math.Max(1, SpreadSums<T>.Stretch / outputs);
        SpreadSums<T> sums = default;
        OutputTally<TLanes, TVector, T> tally = new(rowsTogether * outputs, quality);
        bool isUsual = true;
        bool isSoft = false;
        for (int row = 0, rows; row < ofRows.Length; row += rows)
        {
            rows = Math.Min(rowsTogether, ofRows.Length - row);
            int first = row * outputs;
            int count = rows * outputs;
            isUsual = ElementWalk<TLanes, TVector, T>.Judge(values.Slice(first, count), targets.Slice(first, count), loss, tally.Piece, ref isSoft);
            if (!isUsual)
            {
                break;
            }

            ReadOnlySpan<T> losses = tally.Piece.Losses[..count];
            if (outputs == 1)
            {
                sums.Add(losses);
            }
            else
            {
                RowSums.Averages(losses, rows, ofRows[row..]);
            }

            tally.Add(count, isSoft);
        }

        tally.Complete();
        return !isUsual ? SumAndSpread.Unknown : outputs == 1 ? sums.Total : SpreadSums<T>.Of<double>(ofRows);
    }
}
