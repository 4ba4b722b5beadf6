using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>
/// Cross-entropy of rows of two logits: ln(1 + e^d) of the difference d of the other logit and the label's, with the rounding error of the difference.
/// That is a binary loss, and costs no row a sum and a factor.
/// </summary>
internal static class TwoClassKernel
{
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

    private static bool Map<T>(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? TwoClassLanes<Lanes512<T>, Vector512<T>, T>.Map(logits, row, labels, losses)
            : TwoClassLanes<Lanes256<T>, Vector256<T>, T>.Map(logits, row, labels, losses);
}

/// <summary>The loop of <see cref="TwoClassKernel"/>.</summary>
internal static class TwoClassLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // What a walk writes.
    private interface IForm
    {
        static abstract bool Judges { get; }
    }

    /// <summary>Writes the losses of as many rows as there are labels.</summary>
    /// <returns>Whether every difference is far from infinite and every label 0 or 1; else what is written means nothing.</returns>
    public static bool Map(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, Span<T> losses)
    {
        int whole = labels.Length - (labels.Length % TLanes.Count);
        bool isUsual = whole == 0 || MapWhole<Losses>(
            in logits[row, 0], logits.ClassStride, in MemoryMarshal.GetReference(labels), whole, ref MemoryMarshal.GetReference(losses), ref Nothing, ref Nothing);
        if (whole < labels.Length)
        {
            Lanes16<T> lastLosses = default;
            isUsual &= MapLast<Losses>(logits, row + whole, labels[whole..], ref lastLosses[0], ref Nothing, ref Nothing);
            lastLosses[..(labels.Length - whole)].CopyTo(losses[whole..]);
        }

        return isUsual;
    }

    /// <summary>Writes losses, verdicts and targets of as many rows as there are labels: the second class is yes.</summary>
    /// <returns>Whether every difference is far from infinite and every label 0 or 1; else what is written means nothing.</returns>
    public static bool Judge(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, in OutputPiece<T> piece)
    {
        int whole = labels.Length - (labels.Length % TLanes.Count);
        bool isUsual = whole == 0 || MapWhole<Verdicts>(
            in logits[row, 0], logits.ClassStride, in MemoryMarshal.GetReference(labels), whole, ref piece.Losses[0], ref piece.Verdicts[0], ref piece.Targets[0]);
        isUsual &= whole == labels.Length
            || MapLast<Verdicts>(logits, row + whole, labels[whole..], ref piece.Losses[whole], ref piece.Verdicts[whole], ref piece.Targets[whole]);
        piece.FillUp(labels.Length);
        return isUsual;
    }

    private static ref T Nothing => ref Unsafe.NullRef<T>();

    // Fewer rows than there are lanes, of which as many are written.
    private static bool MapLast<TForm>(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, ref T losses, ref T verdicts, ref T targets)
        where TForm : IForm
    {
        Span<T> lastLogits = stackalloc T[2 * TLanes.Count];
        Lanes16<int> lastLabels = default;
        lastLogits.Clear();
        for (int r = 0; r < labels.Length; r++)
        {
            lastLogits[2 * r] = logits[row + r, 0];
            lastLogits[(2 * r) + 1] = logits[row + r, 1];
        }

        labels.CopyTo(lastLabels);
        return MapWhole<TForm>(in lastLogits[0], 1, in lastLabels[0], TLanes.Count, ref losses, ref verdicts, ref targets);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool MapWhole<TForm>(
        ref readonly T logits, nint classStride, ref readonly int labels, nint rows, ref T losses, ref T verdicts, ref T targets)
        where TForm : IForm
    {
        TVector largest = TLanes.Of(0);
        TVector others = TLanes.OfBits(0);
        nint ahead = Prefetch.Farthest<T>();
        for (nint row = 0; row < rows; row += TLanes.Count)
        {
            (TVector first, TVector second) = classStride == 1
                ? TLanes.LoadPairs(in logits, 2 * row)
                : (TLanes.Load(in logits, row), TLanes.Load(in logits, row + classStride));
            Prefetch.Of(in logits, (2 * row) + ahead);
            Prefetch.Of(in logits, (2 * row) + TLanes.Count + ahead);
            TVector label = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in labels), row));
            TVector isSecond = TLanes.EqualBits(label, TLanes.OfBits(1));
            TVector own = TLanes.Select(isSecond, second, first);
            TVector other = TLanes.Select(isSecond, first, second);
            (TVector difference, TVector error) = ErrorFree<TLanes, TVector, T>.Difference(other, own);
            largest = TLanes.MaxBits(largest, TLanes.AndNot(difference, TLanes.Of(-0d)));
            others = TLanes.Or(others, TLanes.AndNot(label, TLanes.OfBits(1)));
            TVector decay = VectorMath.Decay<TLanes, TVector, T>(difference, error);
            TLanes.Store(VectorMath.SoftplusOf<TLanes, TVector, T>(difference, error, decay), ref losses, row);
            if (TForm.Judges)
            {
                TLanes.Store(LogitLoss<T>.Verdict<TLanes, TVector>(difference, decay), ref verdicts, row);
                TLanes.Store(TLanes.And(isSecond, TLanes.Of(1)), ref targets, row);
            }
        }

        // The rounding errors of differences so far are small numbers still.
        double limit = typeof(T) == typeof(float) ? 1 << 18 : 1L << 50;
        return TLanes.IsZero(others) && RangeCheck<TLanes, TVector, T>.AreWithin(largest, limit);
    }

    private readonly struct Losses : IForm
    {
        public static bool Judges
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => false;
        }
    }

    private readonly struct Verdicts : IForm
    {
        public static bool Judges
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => true;
        }
    }
}
