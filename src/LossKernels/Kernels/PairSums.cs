using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Adds up the losses of pairs without writing them down, in an order that depends on their places and on the length of the rows only.
/// </summary>
internal static class PairSums
{
    // So many losses are held at a time where their rows are short.
    private const int Together = 512;

    // The doubles in a cache line.
    private const int Line = 8;

    /// <summary>The sum of all losses of a block that is not empty, and that of the squares of the distances of the rows' sums from their mean.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    public static (CompensatedSum Losses, double Squares) OfBlock<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        if (ofRows.Length == predictions.Length)
        {
            return OfSingles(predictions, targets, loss);
        }

        int outputs = predictions.Length / ofRows.Length;
        if (outputs <= ShortRows.Longest)
        {
            return OfShortRows(predictions, targets, outputs, loss);
        }

        OfRows(predictions, targets, loss, ofRows);
        CompensatedSum sum = CompensatedSum.Of(ofRows);
        return (sum, Deviations.Squares(ofRows, sum.Value / ofRows.Length));
    }

    /// <summary>Writes the sum of the losses of each row.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="sums">Where the sums go, one for each row.</param>
    public static void OfRows<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> sums)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        int outputs = predictions.Length / Math.Max(sums.Length, 1);
        if (outputs <= 1)
        {
            PairKernel.Losses(predictions, targets, loss, sums);
        }
        else if (outputs <= ShortRows.Longest)
        {
            WriteShortRows(predictions, targets, outputs, loss, sums);
        }
        else
        {
            OfLongRows(predictions, targets, outputs, loss, sums);
        }
    }

    private static (CompensatedSum Losses, double Squares) OfSingles<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        // From any of the losses the squares are not large beside those from the mean.
        Span<double> ofLast = stackalloc double[PairKernel.Most];
        PairKernel.Losses(predictions[..1], targets[..1], loss, ofLast[..1]);
        double middle = ofLast[0];
        int whole = predictions.Length - (predictions.Length % PairKernel.Most);
        (CompensatedSum losses, double squares) = Vector512.IsHardwareAccelerated
            ? PairWalk<PairStep512<T>, Lanes512<double>, Vector512<double>, T>.OfWhole(predictions[..whole], targets[..whole], loss, middle)
            : PairWalk<PairStep256<T>, Lanes256<double>, Vector256<double>, T>.OfWhole(
                predictions[..whole], targets[..whole], loss, middle);
        ofLast = ofLast[..(predictions.Length - whole)];
        PairKernel.Losses(predictions[whole..], targets[whole..], loss, ofLast);
        return Finish(losses, squares, ofLast, middle, predictions.Length);
    }

    private static (CompensatedSum Losses, double Squares) OfShortRows<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, int outputs, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        Span<double> ofLast = stackalloc double[PairKernel.Most];
        WriteShortRows(predictions[..outputs], targets[..outputs], outputs, loss, ofLast[..1]);
        double middle = ofLast[0];
        int rows = predictions.Length / outputs;
        int whole = rows - (rows % PairKernel.Most);
        int rowsTogether = RowsTogether(outputs);
        Span<double> losses = Aligned(stackalloc double[Together + ShortRows.Room + Line]);
        ShortRows.Moments<T> moments = default;
        for (int row = 0, some; row < whole; row += some)
        {
            some = Math.Min(rowsTogether, whole - row);
            int count = some * outputs;
            PairKernel.Losses(predictions.Slice(row * outputs, count), targets.Slice(row * outputs, count), loss, losses[..count]);
            ShortRows.Add(losses, outputs, some, middle, ref moments);
        }

        CompensatedSum sum = moments.Sums.Total();
        ofLast = ofLast[..(rows - whole)];
        WriteShortRows(predictions[(whole * outputs)..], targets[(whole * outputs)..], outputs, loss, ofLast);
        return Finish(sum, Lanes.Sum(moments.Squares), ofLast, middle, rows);
    }

    private static void WriteShortRows<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, int outputs, TLoss loss, Span<double> sums)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        int rowsTogether = RowsTogether(outputs);
        Span<double> losses = Aligned(stackalloc double[Together + ShortRows.Room + Line]);
        Span<double> ofRows = stackalloc double[Together / 2];
        for (int row = 0, rows; row < sums.Length; row += rows)
        {
            rows = Math.Min(rowsTogether, sums.Length - row);
            int count = rows * outputs;
            PairKernel.Losses(predictions.Slice(row * outputs, count), targets.Slice(row * outputs, count), loss, losses[..count]);

            // What is added up beside the last rows is of no row.
            Span<double> ofSome = ofRows[..((rows + ShortRows.Count - 1) / ShortRows.Count * ShortRows.Count)];
            ShortRows.Write(losses, outputs, ofSome);
            ofSome[..rows].CopyTo(sums[row..]);
        }
    }

    // What is written by vectors of a cache line, and read at once, must not lie across two.
    private static Span<double> Aligned(Span<double> memory)
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<double>(), ref MemoryMarshal.GetReference(memory));
        return memory[(int)(-address / sizeof(double) & (Line - 1))..];
    }

    // Whole vectors of rows, so that nothing is left over but in the end.
    private static int RowsTogether(int outputs) => Together / outputs / PairKernel.Most * PairKernel.Most;

    // With the sums of the last rows, and the squares about the mean and not about another number.
    private static (CompensatedSum Losses, double Squares) Finish(CompensatedSum sum, double squares, ReadOnlySpan<double> ofLast, double middle, int rows)
    {
        foreach (double one in ofLast)
        {
            sum += one;
            squares += (one - middle) * (one - middle);
        }

        double offset = (sum.Value / rows) - middle;
        return (sum, squares - (offset * offset * rows));
    }

    private static void OfLongRows<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, int outputs, TLoss loss, Span<double> sums)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        if (Vector512.IsHardwareAccelerated)
        {
            PairWalk<PairStep512<T>, Lanes512<double>, Vector512<double>, T>.OfRows(predictions, targets, loss, sums);
        }
        else
        {
            PairWalk<PairStep256<T>, Lanes256<double>, Vector256<double>, T>.OfRows(predictions, targets, loss, sums);
        }

        for (int row = 0; typeof(T) == typeof(float) && TLoss.Usually != UsualForm.None && row < sums.Length; row++)
        {
            if (!double.IsFinite(sums[row]))
            {
                sums[row] = OfUnusualRow(predictions.Slice(row * outputs, outputs), targets.Slice(row * outputs, outputs), loss);
            }
        }
    }

    // Where float32 has no number for a loss, double may have one.
    private static double OfUnusualRow<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        double sum = 0;
        Span<double> losses = stackalloc double[Together];
        for (int i = 0; i < predictions.Length; i += Together)
        {
            Span<double> some = losses[..Math.Min(Together, predictions.Length - i)];
            PairKernel.Losses(predictions.Slice(i, some.Length), targets.Slice(i, some.Length), loss, some);
            foreach (double one in some)
            {
                sum += one;
            }
        }

        return sum;
    }
}
