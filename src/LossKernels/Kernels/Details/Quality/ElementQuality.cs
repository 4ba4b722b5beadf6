using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>The quality of binary outputs.</summary>
internal static class ElementQuality
{
    /// <summary>Of logits.</summary>
    public static void OfLogits<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> yes = quality.Confidences;
        Span<double> no = quality.BrierScores;
        TensorPrimitives.ConvertTruncating(logits, yes);
        VectorMath.Sigmoid(yes, yes);
        TensorPrimitives.Subtract(1, yes, no);
        Write(yes, no, targets, quality, 0);
    }

    /// <summary>Of probabilities.</summary>
    public static void OfProbabilities<T>(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> targets, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> yes = quality.Confidences;
        Span<double> no = quality.BrierScores;
        TensorPrimitives.ConvertTruncating(probabilities, yes);
        TensorPrimitives.Subtract(1, yes, no);
        Write(yes, no, targets, quality, 0);
    }

    /// <summary>Writes the quality of some outputs.</summary>
    /// <param name="yes">Their probabilities; perhaps in the place of the confidences.</param>
    /// <param name="no">Their complements; perhaps in the place of the scores.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="quality">Where it goes.</param>
    /// <param name="first">The place of the first.</param>
    public static void Write<T>(ReadOnlySpan<double> yes, ReadOnlySpan<double> no, ReadOnlySpan<T> targets, PredictionQuality quality, int first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> ranks = quality.Ranks[first..];
        Span<double> confidences = quality.Confidences[first..];
        Span<double> scores = quality.BrierScores[first..];
        TensorPrimitives.ConvertTruncating(targets, ranks);
        int i = 0;
        for (; i <= targets.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            (Vector256<double> rank, Vector256<double> confidence, Vector256<double> score) =
                Of(Vector256.Create<double>(ranks[i..]), Vector256.Create(yes[i..]), Vector256.Create(no[i..]));
            rank.CopyTo(ranks[i..]);
            confidence.CopyTo(confidences[i..]);
            score.CopyTo(scores[i..]);
        }

        for (; i < targets.Length; i++)
        {
            (Vector256<double> rank, Vector256<double> confidence, Vector256<double> score) =
                Of(Vector256.Create(ranks[i]), Vector256.Create(yes[i]), Vector256.Create(no[i]));
            ranks[i] = rank.ToScalar();
            confidences[i] = confidence.ToScalar();
            scores[i] = score.ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Rank, Vector256<double> Confidence, Vector256<double> Score) Of(
        Vector256<double> target, Vector256<double> yes, Vector256<double> no)
    {
        Vector256<double> half = Vector256.Create(0.5);
        Vector256<double> isMissed = Vector256.ConditionalSelect(
            Vector256.GreaterThan(target, half), Vector256.LessThan(yes, half), Vector256.GreaterThan(yes, half));

        // 1 - p has more digits than p - 1 where p is near one.
        Vector256<double> off = Vector256.ConditionalSelect(Vector256.Equals(target, Vector256<double>.One), no, yes - target);
        return (isMissed & Vector256<double>.One, Vector256.Max(yes, no), off * off);
    }
}
