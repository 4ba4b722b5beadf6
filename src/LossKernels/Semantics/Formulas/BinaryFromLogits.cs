using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Binary cross-entropy with logits: max(x, 0) - x z + ln(1 + e^-|x|).</summary>
internal sealed class BinaryFromLogits<T>(InfiniteLogit infiniteLogit) : LossFormula<T>, IJudged<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override bool IsPerElement => true;

    public override bool TakesOneScale => true;

    public bool SumsAverages => true;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) =>
        ElementSums.OfBlock(predictions.Values, targets.Block.Values, default(LogitLoss<T>), ofRows);

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, OutputSums quality) =>
        OutputKernel.Sum(predictions.Values, targets.Block.Values, default(LogitLoss<T>), ofRows, quality);

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        ReadOnlySpan<T> logits = predictions.Values;
        ReadOnlySpan<T> zs = targets.Block.Values;
        if (!quality.IsEmpty)
        {
            ElementQuality.OfLogits(logits, zs, quality);
        }

        (bool areFinite, bool areTargetsWithin) = ElementKernel.Map(logits, zs, default(LogitLoss<T>), losses);
        for (int i = 0; !areFinite && infiniteLogit != InfiniteLogit.Limit && i < logits.Length; i++)
        {
            if (T.IsInfinity(logits[i]))
            {
                losses[i] = double.CreateTruncating(LogitLoss<T>.AtInfinity(logits[i], zs[i], infiniteLogit));
            }
        }

        return new BlockCheck(ArePredictionsAllowed: true, areTargetsWithin);
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        if (!scales.ContainsAnyExcept(scales[0]))
        {
            SigmoidKernel.Differentiate(predictions.Values, targets.Block.Values, scales[0], gradient);
            return;
        }

        SigmoidKernel.Differentiate(predictions.Values, targets.Block.Values, 1, gradient);
        int repeat = gradient.Length / scales.Length;
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = T.CreateTruncating(double.CreateTruncating(gradient[i]) * scales[i / repeat]);
        }
    }
}
