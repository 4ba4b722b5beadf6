using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// A loss of logits that are first divided by a temperature, in double: the quotients of single precision would be rounded, and a rounded logit
/// of 100 is a loss with five digits.
/// </summary>
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
        using WideBlock quotients = new(predictions, temperature);
        using WideBlock wideTargets = new(targets.Block, 1);
        return inner.Evaluate(quotients.Block, targets.Of(wideTargets.Block), losses, scratch, quality);
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        using WideBlock quotients = new(predictions, temperature);
        using WideBlock wideTargets = new(targets.Block, 1);
        double[] slopes = ArrayPool<double>.Shared.Rent(gradient.Length);
        inner.Differentiate(quotients.Block, targets.Of(wideTargets.Block), scratch, scales, slopes.AsSpan(0, gradient.Length));
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = T.CreateTruncating(slopes[i] / temperature);
        }

        ArrayPool<double>.Shared.Return(slopes);
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
