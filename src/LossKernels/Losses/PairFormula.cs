using System.Numerics;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Pairs;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>The losses of elements.</summary>
internal sealed class PairFormula<T, TLoss>(TLoss loss) : LossFormula<T>, IRowAverage<T>, ISummed<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IPairLoss
{
    public override bool IsPerElement => true;

    public bool SumsAverages => false;

    public bool VouchesForValues => PairKernel.Vouches<T, TLoss>();

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) =>
        PairSums.OfBlock(predictions.Values, targets.Block.Values, loss, ofRows);

    public LossFormula<T> OfRows() => new PairSumFormula<T, TLoss>(loss, averages: true);

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        PairKernel.Losses(predictions.Values, targets.Block.Values, loss, losses);
        return BlockCheck.None;
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        int repeat = gradient.Length / scales.Length;
        for (int i = 0; i < scales.Length; i++)
        {
            PairKernel.Slopes(
                predictions.Values.Slice(i * repeat, repeat), targets.Block.Values.Slice(i * repeat, repeat), loss, scales[i], gradient.Slice(i * repeat, repeat));
        }
    }
}
