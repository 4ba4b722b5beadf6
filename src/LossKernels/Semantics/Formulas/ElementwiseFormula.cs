using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A binary loss that a kernel has for single outputs, and its derivatives, as far as none is out of the ordinary.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <param name="loss">The loss.</param>
/// <param name="isDerived">Whether the kernel has derivatives too.</param>
/// <param name="mostWeight">By how much these may be larger, or smaller, for the weights that are in them.</param>
/// <param name="steepest">What no derivative is further from zero than.</param>
/// <param name="general">The same loss the long way.</param>
internal abstract class ElementwiseFormula<T, TLoss>(TLoss loss, bool isDerived, double mostWeight, double steepest, LossFormula<T> general)
    : ShortFormula<T>(general), IJudged<T>, IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IElementLoss<T>
{
    private readonly TLoss _loss = loss;

    public override bool IsPerElement => true;

    public override double Steepest => steepest;

    public bool SumsAverages => true;

    public virtual bool Judges(int classes) => true;

    /// <summary>The loss.</summary>
    protected TLoss Loss => _loss;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) =>
        ElementSums.OfBlock(predictions.Values, targets.Block.Values, _loss, ofRows);

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, OutputSums quality) =>
        OutputKernel.Sum(predictions.Values, targets.Block.Values, _loss, ofRows, quality);

    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) => isDerived;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, RowDerivatives<T> derivatives) =>
        isDerived && DerivedElements.Takes(derivatives.Scales, mostWeight)
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
        isDerived && DerivedElements.Takes(derivatives.Scales, mostWeight)
            && DerivedElements.Map(predictions.Values, targets.Block.Values, _loss, losses, derivatives, predictions.Classes);
}
