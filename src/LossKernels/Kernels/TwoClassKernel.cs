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
    /// <returns>The sums; NaN where a row needs a second look.</returns>
    public static (CompensatedSum Losses, double Squares) Sum<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> memory)
        where T : unmanaged
    {
        Span<T> losses = MemoryMarshal.Cast<double, T>(memory);
        SpreadSums<T> sums = default;
        for (int row = 0; row < labels.Length; row += SpreadSums<T>.Stretch)
        {
            int rows = Math.Min(SpreadSums<T>.Stretch, labels.Length - row);
            if (!Map(logits, row, labels.Slice(row, rows), losses))
            {
                return (new CompensatedSum(double.NaN, 0), 0);
            }

            sums.Add<T>(losses[..rows]);
        }

        return (sums.Sum, sums.Squares);
    }

    /// <summary>Writes the losses of rows that need no second look, and leaves the others as they are.</summary>
    /// <param name="logits">Rows of two.</param>
    /// <param name="row">The first row.</param>
    /// <param name="labels">A class number for each of some rows.</param>
    /// <param name="losses">As many losses.</param>
    public static void Write<T>(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, Span<double> losses)
        where T : unmanaged
    {
        Span<T> found = stackalloc T[SpreadSums<T>.Stretch];
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
        where T : unmanaged => Vector512.IsHardwareAccelerated
            ? TwoClassLanes<Lanes512<T>, Vector512<T>, T>.Map(logits, row, labels, losses)
            : TwoClassLanes<Lanes256<T>, Vector256<T>, T>.Map(logits, row, labels, losses);
}

/// <summary>The loop of <see cref="TwoClassKernel"/>.</summary>
internal static class TwoClassLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Writes the losses of as many rows as there are labels.</summary>
    /// <returns>Whether every difference is finite and every label 0 or 1; else what is written means nothing.</returns>
    public static bool Map(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, Span<T> losses)
    {
        int whole = labels.Length - (labels.Length % TLanes.Count);
        bool isUsual = whole == 0
            || MapWhole(in logits[row, 0], logits.ClassStride, in MemoryMarshal.GetReference(labels), whole, ref MemoryMarshal.GetReference(losses));
        if (whole < labels.Length)
        {
            Span<T> lastLogits = stackalloc T[2 * TLanes.Count];
            Lanes16<int> lastLabels = default;
            Lanes16<T> lastLosses = default;
            lastLogits.Clear();
            for (int r = whole; r < labels.Length; r++)
            {
                lastLogits[2 * (r - whole)] = logits[row + r, 0];
                lastLogits[(2 * (r - whole)) + 1] = logits[row + r, 1];
            }

            labels[whole..].CopyTo(lastLabels);
            isUsual &= MapWhole(in lastLogits[0], 1, in lastLabels[0], TLanes.Count, ref lastLosses[0]);
            lastLosses[..(labels.Length - whole)].CopyTo(losses[whole..]);
        }

        return isUsual;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool MapWhole(ref readonly T logits, nint classStride, ref readonly int labels, nint rows, ref T losses)
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

            // D. E. Knuth's two-sum, of a difference.
            TVector difference = TLanes.Subtract(other, own);
            TVector added = TLanes.Subtract(difference, other);
            TVector error = TLanes.Subtract(TLanes.Subtract(other, TLanes.Subtract(difference, added)), TLanes.Add(own, added));
            largest = TLanes.MaxBits(largest, TLanes.AndNot(difference, TLanes.Of(-0d)));
            others = TLanes.Or(others, TLanes.AndNot(label, TLanes.OfBits(1)));
            TLanes.Store(VectorMath.Softplus<TLanes, TVector, T>(difference, error), ref losses, row);
        }

        double limit = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
        return TLanes.IsZero(others) && RangeCheck<TLanes, TVector, T>.AreWithin(largest, limit);
    }
}
