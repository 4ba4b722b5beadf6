using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>Row statistics of probabilities. Values are clipped as T has them, sums and logarithms are in double.</summary>
internal static class ProbabilityKernel
{
    // The values that go through a logarithm together.
    private const int Together = 8;

    /// <summary>
    /// Of each row the clipped value of the label's class, and the sum of the other clipped values; of a row with a negative label, one and zero.
    /// </summary>
    /// <returns>Whether all values lie within 0..1 for certain; if not, they may still do.</returns>
    public static bool Index<T>(TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> picked, Span<double> rest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(probabilities);
        bool isWithinUnit = Vector512.IsHardwareAccelerated
            ? ProbabilityLanes<Lanes512<T>, Vector512<T>, T>.Rests(probabilities, labels, clip, rest, buffer.Values)
            : ProbabilityLanes<Lanes256<T>, Vector256<T>, T>.Rests(probabilities, labels, clip, rest, buffer.Values);
        for (int r = 0; r < probabilities.Rows; r++)
        {
            int label = labels[r];
            if (label < 0)
            {
                (picked[r], rest[r]) = (1, 0);
            }
            else
            {
                picked[r] = clip.Apply(double.CreateTruncating(probabilities[r, label]));
            }
        }

        return isWithinUnit;
    }

    /// <summary>
    /// Of a row the sum of t_j ln q_j, with q = clip(p / before) / after.
    /// </summary>
    /// <param name="row">The probabilities, side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="before">What the row is divided by before it is clipped.</param>
    /// <param name="after">What the row is divided by after it is clipped.</param>
    /// <param name="clip">The bounds.</param>
    /// <param name="skipZeros">Whether a target of zero makes nothing of an infinite logarithm; else the product is NaN.</param>
    public static double WeightedLog<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> targets, double before, double after, ClipBounds clip, bool skipZeros)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A vector of nothing but zero targets adds nothing where no logarithm can be infinite or NaN.
        bool skipVectors = skipZeros || (clip.Lower > 0 && before != 0);
        LaneSums lower = default;
        LaneSums upper = default;
        int rest = row.Length % Together;
        AddWeightedLogs(
            in MemoryMarshal.GetReference(row), in MemoryMarshal.GetReference(targets), row.Length - rest, 0, before, after, clip, skipZeros, skipVectors, ref lower, ref upper);
        if (rest > 0 && row.Length > Together)
        {
            // The last values reach back to some that are counted; these count for nothing.
            int start = row.Length - Together;
            AddWeightedLogs(in row[start], in targets[start], Together, Together - rest, before, after, clip, skipZeros, skipVectors, ref lower, ref upper);
        }
        else if (rest > 0)
        {
            Lanes16<T> lastValues = default;
            Lanes16<T> lastTargets = default;
            row.CopyTo(lastValues[(Together - rest)..]);
            targets.CopyTo(lastTargets[(Together - rest)..]);
            AddWeightedLogs(in lastValues[0], in lastTargets[0], Together, Together - rest, before, after, clip, skipZeros, skipVectors, ref lower, ref upper);
        }

        return LaneSums.Total<double>(lower, upper);
    }

    // The values before the first, if any, count for nothing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeightedLogs<T>(
        ref readonly T row,
        ref readonly T targets,
        nint count,
        int first,
        double before,
        double after,
        ClipBounds clip,
        bool skipZeros,
        bool skipVectors,
        ref LaneSums lower,
        ref LaneSums upper)
        where T : unmanaged
    {
        LaneSums low = lower;
        LaneSums high = upper;
        Vector256<double> isNew = ClassNumbers.MaskFrom<Lanes256<double>, Vector256<double>, double>(first);
        Vector256<double> isNewAbove = ClassNumbers.MaskFrom<Lanes256<double>, Vector256<double>, double>(first - Vector256<double>.Count);
        for (nint i = 0; i < count; i += Together)
        {
            Pair<Vector256<double>> t = Widen(in targets, i);
            if (skipVectors && PairLanes<double>.IsZero(t))
            {
                continue;
            }

            Pair<Vector256<double>> p = Widen(in row, i);
            if (before != 1)
            {
                p = Divide<T>(p, before);
            }

            p.Lower = clip.Apply(p.Lower);
            p.Upper = clip.Apply(p.Upper);
            if (after != 1)
            {
                p = Divide<T>(p, after);
            }

            Pair<Vector256<double>> term = PairLanes<double>.Multiply(t, typeof(T) == typeof(float) ? LogToSingle(p) : Log(p));
            if (skipZeros)
            {
                term = PairLanes<double>.AndNot(term, PairLanes<double>.Equal(t, PairLanes<double>.Of(0)));
            }

            low.Add(term.Lower & isNew);
            high.Add(term.Upper & isNewAbove);
        }

        lower = low;
        upper = high;
    }

    // For values of single precision the reciprocal in double is exact enough, and cheaper.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<double>> Divide<T>(Pair<Vector256<double>> p, double divisor) => typeof(T) == typeof(float)
        ? PairLanes<double>.Multiply(p, PairLanes<double>.Of(1 / divisor))
        : PairLanes<double>.Divide(p, PairLanes<double>.Of(divisor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<double>> Log(Pair<Vector256<double>> q) =>
        VectorMath.Log<PairLanes<double>, Pair<Vector256<double>>, double>(q);

    // The logarithm to 1 ulp of float32, at a third of the cost: of q in two pieces, so that near 1, where it is as small as the second one, it has all its digits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<double>> LogToSingle(Pair<Vector256<double>> q)
    {
        Vector256<float> whole = Vector256.Narrow(q.Lower, q.Upper);
        Vector256<float> carry = Vector256.Narrow(q.Lower - Vector256.WidenLower(whole), q.Upper - Vector256.WidenUpper(whole));
        Vector256<float> logarithm = VectorMath.Log<Lanes256<float>, Vector256<float>, float>(whole, carry);
        Pair<Vector256<double>> wide;
        wide.Lower = Vector256.WidenLower(logarithm);
        wide.Upper = Vector256.WidenUpper(logarithm);
        return wide;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<double>> Widen<T>(ref readonly T source, nint index)
        where T : unmanaged
    {
        Pair<Vector256<double>> wide;
        if (typeof(T) == typeof(float))
        {
            Vector256<float> narrow = Vector256.LoadUnsafe(in source, (nuint)index).As<T, float>();
            wide.Lower = Vector256.WidenLower(narrow);
            wide.Upper = Vector256.WidenUpper(narrow);
        }
        else
        {
            wide.Lower = Vector256.LoadUnsafe(in source, (nuint)index).As<T, double>();
            wide.Upper = Vector256.LoadUnsafe(in source, (nuint)(index + Vector256<double>.Count)).As<T, double>();
        }

        return wide;
    }
}
