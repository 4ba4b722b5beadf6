using System.Buffers;
using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Parts;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A loss of logits that are first divided by a temperature.</summary>
/// <param name="temperature">What logits are divided by.</param>
/// <param name="inner">The loss of the quotients; nothing in it depends on the precision of the logits.</param>
internal sealed class TemperedFormula<T>(double temperature, LossFormula<double> inner) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override bool IsPerElement => inner.IsPerElement;

    public override int ScratchPerRow => inner.ScratchPerRow;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        using TemperedLogits<T> logits = new(predictions, temperature, !IsPerElement);
        using WideBlock wideTargets = WideBlock.Of(targets.Block);
        BlockTargets<double> wide = targets.Of(wideTargets.Block);
        if (!logits.AreRounded)
        {
            return inner.Evaluate(logits.Quotients, wide, losses, scratch, quality);
        }

        double[] memory = ArrayPool<double>.Shared.Rent(losses.Length);
        Span<double> beyond = memory.AsSpan(0, losses.Length);
        inner.Evaluate(logits.Beyond, wide, beyond, scratch, default);
        BlockCheck check = inner.Evaluate(logits.Quotients, wide, losses, scratch, quality);
        TemperedLogits<T>.Complete(losses, beyond);
        ArrayPool<double>.Shared.Return(memory);
        FarLogits.Complete(inner, predictions, wide, temperature, losses, scratch.Length);

        return check;
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        using TemperedLogits<T> logits = new(predictions, temperature, !IsPerElement);
        using WideBlock wideTargets = WideBlock.Of(targets.Block);
        BlockTargets<double> wide = targets.Of(wideTargets.Block);
        int losses = IsPerElement ? gradient.Length : predictions.Rows;
        double[] memory = ArrayPool<double>.Shared.Rent((2 * gradient.Length) + losses + scratch.Length);
        Span<double> derivatives = memory.AsSpan(0, gradient.Length);
        inner.Differentiate(logits.Quotients, wide, scratch, scales, derivatives);
        if (logits.AreRounded)
        {
            Span<double> beyond = memory.AsSpan(gradient.Length, gradient.Length);
            Span<double> others = memory.AsSpan((2 * gradient.Length) + losses, scratch.Length);
            inner.Evaluate(logits.Beyond, wide, memory.AsSpan(2 * gradient.Length, losses), others, default);
            inner.Differentiate(logits.Beyond, wide, others, scales, beyond);
            TemperedLogits<T>.Complete(derivatives, beyond);
        }

        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = T.CreateTruncating(derivatives[i] / temperature);
        }

        ArrayPool<double>.Shared.Return(memory);
    }
}
