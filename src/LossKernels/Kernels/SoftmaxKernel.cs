using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>
/// Row statistics of logits. The logits are taken relative to a pivot, exp(x_j - x_k) with the rounding error of the difference carried
/// into the exponential, and the pivot's own term, which is one, is left out of the sum: so no loss is too small to be seen.
/// </summary>
internal static class SoftmaxKernel
{
    // Single-precision lanes are added up in double at least this often.
    private const int FlushLength = 512;

    /// <summary>The statistics of rows whose target is the number of a class; a negative number leaves the row out.</summary>
    public static void Index<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowStatistics statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < logits.Rows; r++)
        {
            int label = labels[r];
            if (label < 0)
            {
                (statistics.Gap[r], statistics.Tail[r], statistics.Mass[r]) = (0, 0, 0);
                continue;
            }

            ReadOnlySpan<T> row = logits[r];
            double gap = 0;
            double tail = Tail(row, label);
            if (NeedsShift(tail, row[label]))
            {
                int largest = TensorPrimitives.IndexOfMax(row);
                gap = double.CreateTruncating(row[largest]) - double.CreateTruncating(row[label]);
                tail = TailOfLargest(row, largest);
            }

            (statistics.Gap[r], statistics.Tail[r], statistics.Mass[r]) = (gap, tail, 1);
        }
    }

    /// <summary>The statistics of rows whose target is a weight for each class.</summary>
    /// <param name="logits">Rows x classes.</param>
    /// <param name="targets">As many values.</param>
    /// <param name="skipZeros">Whether a target of zero makes nothing of an infinite logit; else the product is NaN.</param>
    /// <param name="statistics">What is found.</param>
    public static void Dense<T>(TensorBlock<T> logits, ReadOnlySpan<T> targets, bool skipZeros, RowStatistics statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < logits.Rows; r++)
        {
            ReadOnlySpan<T> row = logits[r];
            ReadOnlySpan<T> target = targets.Slice(r * logits.Classes, logits.Classes);
            int pivot = TensorPrimitives.IndexOfMax(target);
            double tail = Tail(row, pivot);
            if (NeedsShift(tail, row[pivot]))
            {
                pivot = TensorPrimitives.IndexOfMax(row);
                tail = TailOfLargest(row, pivot);
            }

            (double gap, double mass) = WeightedGap(row, target, row[pivot], skipZeros);
            (statistics.Gap[r], statistics.Tail[r], statistics.Mass[r]) = (gap, tail, mass);
        }
    }

    /// <summary>Sum of exp(x_j - x_pivot) over j other than the pivot.</summary>
    public static double Tail<T>(ReadOnlySpan<T> row, int pivot)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        SumExp(row[..pivot], row[pivot]) + SumExp(row[(pivot + 1)..], row[pivot]);

    /// <summary>The tail below the largest logit; NaN where that is infinite or NaN, because such a row has no distribution.</summary>
    public static double TailOfLargest<T>(ReadOnlySpan<T> row, int largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsFinite(row[largest]) ? Tail(row, largest) : double.NaN;

    /// <summary>exp(x - pivot), with the rounding error of the difference carried into the exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ExpDifference<T>(Vector512<T> x, Vector512<T> pivot)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> difference = x - pivot;
        Vector512<T> back = difference - x;
        Vector512<T> error = x - (difference - back) - (pivot + back);

        // Where the difference is infinite or NaN, the error would be NaN.
        error = Vector512.ConditionalSelect(Vector512.Equals(error, error), error, Vector512<T>.Zero);
        return VectorMath.Exp(difference, error);
    }

    // The tail has overflowed, or an infinite pivot has hidden that the row has no distribution: the form that starts from the largest
    // logit says which.
    private static bool NeedsShift<T>(double tail, T pivot)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        !double.IsFinite(tail) || T.IsInfinity(pivot);

    private static double SumExp<T>(ReadOnlySpan<T> values, T pivot)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        while (values.Length > FlushLength)
        {
            sum += SumExpPart(values[..FlushLength], pivot);
            values = values[FlushLength..];
        }

        return sum + SumExpPart(values, pivot);
    }

    private static double SumExpPart<T>(ReadOnlySpan<T> values, T pivot)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> pivots = Vector512.Create(pivot);
        Vector512<T> sum = Vector512<T>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            sum += ExpDifference(Lanes.Load(values, i), pivots);
        }

        if (i < values.Length)
        {
            sum += ExpDifference(Lanes.LoadPart(values[i..], T.NegativeInfinity), pivots);
        }

        return Lanes.SumWidened(sum);
    }

    private static (double Gap, double Mass) WeightedGap<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> target, T pivot, bool skipZeros)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<double> pivots = Vector512.Create(double.CreateTruncating(pivot));
        Vector512<double> gap = Vector512<double>.Zero;
        Vector512<double> mass = Vector512<double>.Zero;
        for (int i = 0; i < row.Length; i += Vector512<T>.Count)
        {
            bool whole = i <= row.Length - Vector512<T>.Count;
            Vector512<T> x = whole ? Lanes.Load(row, i) : Lanes.LoadPart(row[i..], pivot);
            Vector512<T> t = whole ? Lanes.Load(target, i) : Lanes.LoadPart(target[i..], T.Zero);
            (Vector512<double> x0, Vector512<double> x1) = Lanes.Widen(x);
            (Vector512<double> t0, Vector512<double> t1) = Lanes.Widen(t);
            gap = Vector512.FusedMultiplyAdd(t0, Difference(pivots, x0, t0, skipZeros), gap);
            mass += t0;
            if (typeof(T) == typeof(float))
            {
                gap = Vector512.FusedMultiplyAdd(t1, Difference(pivots, x1, t1, skipZeros), gap);
                mass += t1;
            }
        }

        return (Lanes.Sum(gap), Lanes.Sum(mass));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Difference(Vector512<double> pivot, Vector512<double> x, Vector512<double> target, bool skipZeros)
    {
        Vector512<double> difference = pivot - x;
        return skipZeros
            ? Vector512.ConditionalSelect(Vector512.Equals(target, Vector512<double>.Zero), Vector512<double>.Zero, difference)
            : difference;
    }
}
