using System.Numerics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>The quality of binary outputs.</summary>
internal static class ElementQuality
{
    /// <summary>Of logits.</summary>
    public static void OfLogits<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> shares = quality.Confidences;
        for (int i = 0; i < logits.Length; i++)
        {
            shares[i] = double.CreateTruncating(logits[i]);
        }

        VectorMath.Sigmoid(shares, shares);
        OfShares(targets, quality);
    }

    /// <summary>Of probabilities.</summary>
    public static void OfProbabilities<T>(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> targets, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < probabilities.Length; i++)
        {
            quality.Confidences[i] = double.CreateTruncating(probabilities[i]);
        }

        OfShares(targets, quality);
    }

    /// <summary>Of probabilities that stand in the place of the confidences.</summary>
    private static void OfShares<T>(ReadOnlySpan<T> targets, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < targets.Length; i++)
        {
            Write(quality.Confidences[i], double.CreateTruncating(targets[i]), quality, i);
        }
    }

    /// <summary>Writes the quality of one output.</summary>
    public static void Write(double share, double target, PredictionQuality quality, int index)
    {
        quality.Ranks[index] = (target > 0.5 ? share < 0.5 : share > 0.5) ? 1 : 0;
        quality.Confidences[index] = Math.Max(share, 1 - share);
        quality.BrierScores[index] = (share - target) * (share - target);
    }
}
