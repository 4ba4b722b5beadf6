using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Pairs;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>The losses of elements.</summary>
internal sealed class PairFormula<T, TLoss>(TLoss loss) : LossFormula<T>, IRowAverage<T>, ISummed<T>, IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IPairLoss
{
    public override bool IsPerElement => true;

    public override bool TakesOneScale => true;

    public bool SumsAverages => false;

    public bool VouchesForValues => PairKernel.Vouches<T, TLoss>();

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) =>
        PairSums.OfBlock(predictions.Values, targets.Block.Values, loss, ofRows);

    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) => true;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, RowDerivatives<T> derivatives)
    {
        PairSlopes.Write(predictions.Values, targets.Block.Values, loss, derivatives);
        return Sum(predictions, targets, ofRows);
    }

    public LossFormula<T> OfRows() => new PairSumFormula<T, TLoss>(loss, averages: true);

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        PairKernel.Losses(predictions.Values, targets.Block.Values, loss, losses);
        return BlockCheck.None;
    }

    public BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        PairSlopes.Write(predictions.Values, targets.Block.Values, loss, derivatives);
        return Evaluate(predictions, targets, losses, scratch, quality: default);
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        PairSlopes.Write(predictions.Values, targets.Block.Values, loss, new RowDerivatives<T>(scales, gradient, isStreamed: false));
    }
}
