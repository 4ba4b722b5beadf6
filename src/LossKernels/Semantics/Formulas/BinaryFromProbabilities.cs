using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Binary cross-entropy from probabilities: -(z ln p + (1 - z) ln(1 - p)), with the convention's clip, second epsilon and floor.</summary>
internal sealed class BinaryFromProbabilities<T, TSurprisal>(ProbabilityFormula numbers, bool zeroTimesInfinityIsZero, double slopeFloor, LossFormula<T> general)
    : ShortFormula<T>(general), IJudged<T>, IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSurprisal : struct, ISurprisal<T>
{
    private readonly ProbabilityLoss<T, TSurprisal> _loss = new(
        ProbabilityBounds<T>.Clip(numbers), ProbabilityBounds<T>.Added(numbers), numbers.LogFloor, zeroTimesInfinityIsZero, slopeFloor);

    public override bool IsPerElement => true;

    public override double Steepest => slopeFloor > 0 ? MostOfUnit / slopeFloor : ProbabilityBounds<T>.Steepest(numbers, ofComplements: true);

    public bool SumsAverages => true;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) =>
        ElementSums.OfBlock(predictions.Values, targets.Block.Values, _loss, ofRows);

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, OutputSums quality) =>
        OutputKernel.Sum(predictions.Values, targets.Block.Values, _loss, ofRows, quality);

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        if (!quality.IsEmpty)
        {
            ElementQuality.OfProbabilities(predictions.Values, targets.Block.Values, quality);
        }

        (bool arePredictionsWithin, bool areTargetsWithin) = ElementKernel.Map(predictions.Values, targets.Block.Values, _loss, losses);
        return new BlockCheck(arePredictionsWithin, areTargetsWithin);
    }

    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) => _loss.IsDerived;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, RowDerivatives<T> derivatives) =>
        _loss.IsDerived && DerivedElements.Takes(derivatives.Scales)
            ? DerivedElements.Sum(predictions.Values, targets.Block.Values, _loss, ofRows, derivatives)
            : SumAndSpread.Unknown;

    public BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        if (TryWrite(predictions, targets, losses, derivatives))
        {
            return new BlockCheck(ArePredictionsAllowed: true, AreTargetsWithinUnit: true);
        }

        BlockCheck check = Evaluate(predictions, targets, losses, scratch, quality: default);
        derivatives.ForgetLooks();
        General.Differentiate(predictions, targets, scratch, derivatives.Scales, derivatives.Values);
        return check;
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        if (!TryWrite(predictions, targets, losses: default, new RowDerivatives<T>(scales, gradient, isStreamed: false)))
        {
            General.Differentiate(predictions, targets, scratch, scales, gradient);
        }
    }

    private bool TryWrite(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, RowDerivatives<T> derivatives) =>
        _loss.IsDerived && DerivedElements.Takes(derivatives.Scales)
            && DerivedElements.Map(predictions.Values, targets.Block.Values, _loss, losses, derivatives, predictions.Classes);
}
