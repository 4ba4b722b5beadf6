using System.Buffers;
using System.Numerics;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Semantics.Parts;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// Losses of logits that are farther apart, or over a temperature farther out, than there are numbers: of a soft target, a smoothed or a weighed one, the
/// part of such a distance may have one.
/// </summary>
internal static class FarLogits
{
    // What a difference of logits that large is multiplied by, so that it has a number.
    private const double Share = 1.0 / 16;

    // Of a smaller temperature such a share might be no larger than other quotients.
    private const double LeastOfShares = 1e-280;

    /// <summary>Puts such losses in the place of those that are no finite numbers.</summary>
    /// <param name="inner">The loss of the quotients.</param>
    /// <param name="predictions">The logits.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="temperature">What the logits are divided by.</param>
    /// <param name="losses">The losses.</param>
    /// <param name="scratchLength">How much scratch memory the loss takes.</param>
    public static void Complete<T>(
        LossFormula<double> inner, TensorBlock<T> predictions, BlockTargets<double> targets, double temperature, Span<double> losses, int scratchLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (temperature < LeastOfShares || SpanBounds.AreWithin(losses, -double.MaxValue, double.MaxValue))
        {
            return;
        }

        double[] memory = ArrayPool<double>.Shared.Rent((2 * losses.Length) + scratchLength);
        Span<double> ofShares = memory.AsSpan(0, losses.Length);
        Span<double> ofHalves = memory.AsSpan(losses.Length, losses.Length);
        Span<double> scratch = memory.AsSpan(2 * losses.Length, scratchLength);
        using WideBlock shares = TemperedLogits<T>.OfShares(predictions, temperature, !inner.IsPerElement, Share);
        using WideBlock halves = TemperedLogits<T>.OfShares(predictions, temperature, !inner.IsPerElement, Share / 2);
        inner.Evaluate(shares.Block, targets, ofShares, scratch, default);
        inner.Evaluate(halves.Block, targets, ofHalves, scratch, default);
        for (int i = 0; i < losses.Length; i++)
        {
            double cost = 2 * (ofShares[i] - ofHalves[i]);
            if (!double.IsFinite(losses[i]) && double.IsFinite(cost))
            {
                losses[i] = ofShares[i] - cost + (cost / temperature / Share);
            }
        }

        ArrayPool<double>.Shared.Return(memory);
    }
}
