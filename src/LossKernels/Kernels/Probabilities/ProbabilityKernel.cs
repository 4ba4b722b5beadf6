using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>Row statistics of probabilities. Values are clipped as T has them, sums and logarithms are in double.</summary>
internal static class ProbabilityKernel
{
    /// <summary>
    /// Of each row the clipped value of the label's class, and the sum of the other clipped values; of a row with a negative label, one and zero.
    /// </summary>
    /// <param name="probabilities">The probabilities.</param>
    /// <param name="labels">A number a row.</param>
    /// <param name="clip">Where values are clipped.</param>
    /// <param name="picked">Where the values of the labels' classes go.</param>
    /// <param name="rest">Where the sums go.</param>
    /// <param name="normalises">Whether the probabilities are the clipped values over the sum of all of a row.</param>
    /// <param name="quality">Where the quality of targets of one goes, if anywhere; the rank is NaN where that is not known.</param>
    /// <returns>Whether all values lie within 0..1 for certain; if not, they may still do.</returns>
    public static bool Index<T>(
        TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> picked, Span<double> rest, bool normalises, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(probabilities);
        bool isWithinUnit;
        if (quality.IsEmpty)
        {
            isWithinUnit = Rests(probabilities, labels, clip, picked, rest, buffer.Values);
            if (RowWalk.GoesAlong(probabilities))
            {
                Pick(probabilities, labels, picked);
                Clip(picked[..probabilities.Rows], clip);
            }
        }
        else
        {
            isWithinUnit = Judge(probabilities, labels, clip, picked, rest, normalises, quality, buffer.Values);
        }

        for (int r = IgnoredRows.First(labels); r >= 0 && r < probabilities.Rows; r++)
        {
            (picked[r], rest[r]) = labels[r] < 0 ? (1, 0) : (picked[r], rest[r]);
        }

        return isWithinUnit;
    }

    /// <summary>Replaces the sum of a row's other values by the odds against its label's class, (1 - q) / q with q = p / (p + sum).</summary>
    /// <param name="picked">p of each row.</param>
    /// <param name="clip">Where q is clipped, if it is.</param>
    /// <param name="rests">The sums; overwritten.</param>
    public static bool Odds(ReadOnlySpan<double> picked, ClipBounds? clip, Span<double> rests)
    {
        Lanes16<double> lastPicked = default;
        Lanes16<double> lastRests = default;
        int whole = rests.Length - (rests.Length % Vector256<double>.Count);
        bool isBeyond = WriteOdds(in MemoryMarshal.GetReference(picked), clip, ref MemoryMarshal.GetReference(rests), whole);
        picked[whole..rests.Length].CopyTo(lastPicked);
        rests[whole..].CopyTo(lastRests);
        isBeyond |= WriteOdds(in lastPicked[0], clip, ref lastRests[0], Vector256<double>.Count);
        lastRests[..(rests.Length - whole)].CopyTo(rests[whole..]);
        return isBeyond;
    }

    /// <summary>Of every row the sum over the classes of (factor p_j - t_j)^2, p clipped.</summary>
    /// <param name="probabilities">The probabilities.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="labels">A class number for each row.</param>
    /// <param name="clip">Where the values are clipped.</param>
    /// <param name="factors">By what each row is multiplied.</param>
    /// <param name="scores">Where the sums go.</param>
    public static void Scores<T>(
        TensorBlock<T> probabilities, TensorBlock<T> targets, ReadOnlySpan<int> labels, ClipBounds clip, ReadOnlySpan<double> factors, Span<double> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ScoreLanes<Lanes512<T>, Vector512<T>, T, ClippedQuality<Lanes512<T>, Vector512<T>, T>>.Walk(probabilities, targets, labels, new(clip), factors, scores);
        }
        else
        {
            ScoreLanes<Lanes256<T>, Vector256<T>, T, ClippedQuality<Lanes256<T>, Vector256<T>, T>>.Walk(probabilities, targets, labels, new(clip), factors, scores);
        }
    }

    // Not from q where that is not clipped: a small sum would lose its digits in it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool WriteOdds(ref readonly double picked, ClipBounds? clip, ref double rests, nint count)
    {
        ClipBounds bounds = clip.GetValueOrDefault();
        Vector256<double> isBeyond = Vector256<double>.Zero;
        for (nint i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> p = Vector256.LoadUnsafe(in picked, (nuint)i);
            Vector256<double> rest = Vector256.LoadUnsafe(in rests, (nuint)i);
            Vector256<double> odds = rest / p;
            if (clip is not null)
            {
                Vector256<double> q = p / (p + rest);
                Vector256<double> clipped = bounds.Apply(q);
                Vector256<double> isKept = Vector256.Equals(clipped, q);
                if (!Vector256.EqualsAll(clipped, q))
                {
                    odds = Vector256.ConditionalSelect(isKept, odds, (Vector256<double>.One - clipped) / clipped);
                }
            }

            isBeyond |= Vector256.Equals(odds, Vector256.Create(double.PositiveInfinity));
            odds.StoreUnsafe(ref rests, (nuint)i);
        }

        return isBeyond != Vector256<double>.Zero;
    }

    // The values at the labels of rows that lie side by side; of a negative label, that of the first class.
    private static void Pick<T>(TensorBlock<T> probabilities, ReadOnlySpan<int> labels, Span<double> picked)
        where T : unmanaged
    {
        nint classes = probabilities.Classes;
        ref T first = ref MemoryMarshal.GetReference(probabilities.Values);
        for (int r = 0; r < probabilities.Rows; r++)
        {
            nint label = Math.Clamp(labels[r], 0, probabilities.Classes - 1);
            picked[r] = Widened.One(Unsafe.Add(ref first, (r * classes) + label));
        }
    }

    private static void Clip(Span<double> values, ClipBounds clip)
    {
        int i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            clip.Apply(Vector256.Create<double>(values[i..])).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = clip.Apply(values[i]);
        }
    }

    private static bool Rests<T>(
        TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> picked, Span<double> rest, Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? ProbabilityLanes<Lanes512<T>, Vector512<T>, T>.Rests(probabilities, labels, clip, picked, rest, buffer)
            : ProbabilityLanes<Lanes256<T>, Vector256<T>, T>.Rests(probabilities, labels, clip, picked, rest, buffer);

    // The walk meets what is picked.
    private static bool Judge<T>(
        TensorBlock<T> probabilities,
        ReadOnlySpan<int> labels,
        ClipBounds clip,
        Span<double> picked,
        Span<double> rest,
        bool normalises,
        PredictionQuality quality,
        Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? QualityLanes<Lanes512<T>, Vector512<T>, T, ClippedQuality<Lanes512<T>, Vector512<T>, T>, ClippedCompletion<T>>.Walk(
                probabilities, labels, new(clip), new(clip, normalises), rest, picked, quality, buffer)
            : QualityLanes<Lanes256<T>, Vector256<T>, T, ClippedQuality<Lanes256<T>, Vector256<T>, T>, ClippedCompletion<T>>.Walk(
                probabilities, labels, new(clip), new(clip, normalises), rest, picked, quality, buffer);
}
