using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// A loss of logits that are first divided by a temperature, in double: the quotients of single precision would be rounded, and a rounded logit
/// of 100 is a loss with five digits. What the quotients of double precision are rounded by goes into the loss by way of its derivatives.
/// </summary>
/// <param name="temperature">What logits are divided by.</param>
/// <param name="inner">The loss of the quotients; nothing in it depends on the precision of the logits.</param>
/// <param name="slopes">The same with its true derivatives, whatever the convention takes for them.</param>
internal sealed class TemperedFormula<T>(double temperature, LossFormula<double> inner, LossFormula<double> slopes) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of single precision the rounding is far below what is kept of the loss.
    private readonly bool _takesRounding = typeof(T) == typeof(double) && !double.IsPow2(temperature);

    public override bool IsPerElement => inner.IsPerElement;

    public override int ScratchPerRow => inner.ScratchPerRow;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        using WideBlock quotients = new(predictions, temperature);
        using WideBlock wideTargets = new(targets.Block, 1);
        BlockTargets<double> wide = targets.Of(wideTargets.Block);
        BlockCheck check = inner.Evaluate(quotients.Block, wide, losses, scratch, quality);
        if (_takesRounding)
        {
            AddRounding(predictions, quotients.Block, wide, losses, scratch);
        }

        return check;
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        using WideBlock quotients = new(predictions, temperature);
        using WideBlock wideTargets = new(targets.Block, 1);
        double[] memory = ArrayPool<double>.Shared.Rent(gradient.Length);
        inner.Differentiate(quotients.Block, targets.Of(wideTargets.Block), scratch, scales, memory.AsSpan(0, gradient.Length));
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = T.CreateTruncating(memory[i] / temperature);
        }

        ArrayPool<double>.Shared.Return(memory);
    }

    // A quotient of 7000 is off by half a unit of 1e-12, and so is a loss of 1e-30, of itself, that is an exponential of it.
    private void AddRounding(
        TensorBlock<T> predictions, TensorBlock<double> quotients, BlockTargets<double> targets, Span<double> losses, Span<double> scratch)
    {
        int count = quotients.Rows * quotients.Classes;
        double[] memory = ArrayPool<double>.Shared.Rent(count + losses.Length);
        Span<double> derivatives = memory.AsSpan(0, count);
        Span<double> scales = memory.AsSpan(count, losses.Length);
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = targets.IsIgnored(i) ? 0 : 1;
        }

        slopes.Differentiate(quotients, targets, scratch, scales, derivatives);
        for (int row = 0, i = 0; row < quotients.Rows; row++)
        {
            for (int label = 0; label < quotients.Classes; label++, i++)
            {
                double remainder = Math.FusedMultiplyAdd(-quotients[row, label], temperature, double.CreateTruncating(predictions[row, label]));
                derivatives[i] = double.IsFinite(remainder) ? derivatives[i] * remainder : 0;
            }
        }

        int perLoss = count / Math.Max(losses.Length, 1);
        for (int loss = 0; loss < losses.Length; loss++)
        {
            double change = 0;
            foreach (double part in derivatives.Slice(loss * perLoss, perLoss))
            {
                change += part;
            }

            losses[loss] += double.IsFinite(change) ? change / temperature : 0;
        }

        ArrayPool<double>.Shared.Return(memory);
    }

    // A block in double, divided. The memory is borrowed.
    private readonly ref struct WideBlock
    {
        private readonly double[] _memory;

        public WideBlock(TensorBlock<T> block, double divisor)
        {
            // Columns of one row would be taken for a row, and its sums would have another order.
            int stride = block.HasRows ? 0 : Math.Max(block.Rows, 2);
            int count = block.Classes * (block.HasRows ? block.Rows : stride);
            _memory = count == 0 ? [] : ArrayPool<double>.Shared.Rent(count);
            Span<double> values = _memory.AsSpan(0, count);
            if (block.HasRows)
            {
                TensorPrimitives.ConvertTruncating(block.Values[..count], values);
                Block = new TensorBlock<double>(values, Math.Max(block.Classes, 1));
            }
            else
            {
                for (int c = 0; c < block.Classes; c++)
                {
                    TensorPrimitives.ConvertTruncating(block.Values.Slice((int)(c * block.ClassStride), block.Rows), values[(c * stride)..]);
                }

                Block = TensorBlock<double>.OfColumns(values, block.Rows, block.Classes, stride);
            }

            if (divisor != 1)
            {
                TensorPrimitives.Divide(values, divisor, values);
            }
        }

        public TensorBlock<double> Block { get; }

        public void Dispose()
        {
            if (_memory.Length > 0)
            {
                ArrayPool<double>.Shared.Return(_memory);
            }
        }
    }
}
