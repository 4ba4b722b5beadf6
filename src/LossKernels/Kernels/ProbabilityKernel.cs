using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

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
        bool isWithinUnit = Rests(probabilities, labels, clip, rest, normalises, quality, buffer.Values);
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
            ScoreLanes<Lanes512<T>, Vector512<T>, T, ClippedQuality<Lanes512<T>, Vector512<T>, T>>.Walk(probabilities, targets, labels, new(clip, false), factors, scores);
        }
        else
        {
            ScoreLanes<Lanes256<T>, Vector256<T>, T, ClippedQuality<Lanes256<T>, Vector256<T>, T>>.Walk(probabilities, targets, labels, new(clip, false), factors, scores);
        }
    }

    private static bool Rests<T>(
        TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> rest, bool normalises, PredictionQuality quality, Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (quality.IsEmpty)
        {
            return Vector512.IsHardwareAccelerated
                ? ProbabilityLanes<Lanes512<T>, Vector512<T>, T>.Rests(probabilities, labels, clip, rest, buffer)
                : ProbabilityLanes<Lanes256<T>, Vector256<T>, T>.Rests(probabilities, labels, clip, rest, buffer);
        }

        return Vector512.IsHardwareAccelerated
            ? QualityLanes<Lanes512<T>, Vector512<T>, T, ClippedQuality<Lanes512<T>, Vector512<T>, T>>.Walk(
                probabilities, labels, new(clip, normalises), rest, quality, buffer)
            : QualityLanes<Lanes256<T>, Vector256<T>, T, ClippedQuality<Lanes256<T>, Vector256<T>, T>>.Walk(
                probabilities, labels, new(clip, normalises), rest, quality, buffer);
    }
}
