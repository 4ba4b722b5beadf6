using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Binary cross-entropy with logits: max(x, 0) - x z + ln(1 + e^-|x|).</summary>
internal sealed class BinaryFromLogits<T>(InfiniteLogit infiniteLogit) : LossFormula<T>, IJudged<T>, IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override bool IsPerElement => true;

    public override bool TakesOneScale => true;

    public override double Steepest => MostOfUnit;

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

    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) => true;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, RowDerivatives<T> derivatives) =>
        DerivedElements.Takes(derivatives.Scales)
            ? DerivedElements.Sum(predictions.Values, targets.Block.Values, default(LogitLoss<T>), ofRows, derivatives)
            : SumAndSpread.Unknown;

    public BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives) =>
        Write(predictions, targets, losses, derivatives)
            ? new BlockCheck(ArePredictionsAllowed: true, AreTargetsWithinUnit: true)
            : Evaluate(predictions, targets, losses, scratch, quality: default);

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        Write(predictions, targets, losses: default, new RowDerivatives<T>(scales, gradient, isStreamed: false));

    // Whether the losses are right; the derivatives are.
    private static bool Write(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, RowDerivatives<T> derivatives)
    {
        ReadOnlySpan<double> scales = derivatives.Scales;
        if (DerivedElements.Takes(scales))
        {
            return DerivedElements.Map(predictions.Values, targets.Block.Values, default(LogitLoss<T>), losses, derivatives);
        }

        Span<T> gradient = derivatives.Values;
        bool isUsual = DerivedElements.Map(
            predictions.Values, targets.Block.Values, default(LogitLoss<T>), losses, new RowDerivatives<T>([1], gradient, isStreamed: false));
        int repeat = gradient.Length / scales.Length;
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = T.CreateTruncating(double.CreateTruncating(gradient[i]) * scales[i / repeat]);
        }

        return isUsual;
    }
}
