using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

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
        Vector256<double> half = Vector256.Create(0.5);
        int i = 0;
        for (; i <= targets.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> z = Vector256.Create<double>(ranks[i..]);
            Vector256<double> p = Vector256.Create(yes[i..]);
            Vector256<double> rest = Vector256.Create(no[i..]);
            Vector256<double> isYes = Vector256.GreaterThan(z, half);
            Vector256<double> isMissed = Vector256.ConditionalSelect(isYes, Vector256.LessThan(p, half), Vector256.GreaterThan(p, half));

            // 1 - p has more digits than p - 1 where p is near one.
            Vector256<double> difference = Vector256.ConditionalSelect(Vector256.Equals(z, Vector256<double>.One), rest, p - z);
            (isMissed & Vector256<double>.One).CopyTo(ranks[i..]);
            Vector256.Max(p, rest).CopyTo(confidences[i..]);
            (difference * difference).CopyTo(scores[i..]);
        }

        for (; i < targets.Length; i++)
        {
            double z = ranks[i];
            double p = yes[i];
            double rest = no[i];
            double difference = z == 1 ? rest : p - z;
            ranks[i] = (z > 0.5 ? p < 0.5 : p > 0.5) ? 1 : 0;
            confidences[i] = Math.Max(p, rest);
            scores[i] = difference * difference;
        }
    }
}
