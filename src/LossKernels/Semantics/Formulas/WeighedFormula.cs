using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>A binary loss with options that a kernel has for hard targets, or for all, as far as none is out of the ordinary.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <param name="loss">The loss.</param>
/// <param name="isDerived">Whether it has derivatives.</param>
/// <param name="takesTargets">Whether the loss takes targets as they are given, as details then do.</param>
/// <param name="steepest">What no derivative is further from zero than.</param>
/// <param name="general">The same loss the long way.</param>
internal sealed class WeighedFormula<T, TLoss>(TLoss loss, bool isDerived, bool takesTargets, double steepest, LossFormula<T> general)
    : ElementwiseFormula<T, TLoss>(loss, isDerived, TargetWeights<T>.Most, steepest, general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLoss : struct, IElementLoss<T>
{
    public override bool Judges(int classes) => takesTargets;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        BlockCheck check = quality.IsEmpty ? BlockCheck.None : General.Evaluate(predictions, targets, losses, scratch, quality);
        Span<T> usual = stackalloc T[ElementKernel.Piece];
        bool isSoft = false;
        for (int first = 0; first < losses.Length; first += ElementKernel.Piece)
        {
            int count = Math.Min(ElementKernel.Piece, losses.Length - first);
            ReadOnlySpan<T> values = predictions.Values.Slice(first, count);
            ReadOnlySpan<T> zs = targets.Block.Values.Slice(first, count);
            if (ElementKernel.MapUsual(values, zs, Loss, usual, ref isSoft))
            {
                Widened.All<T>(usual[..count], losses.Slice(first, count));
            }
            else
            {
                // No weight is that of one output alone: outputs may stand for samples.
                check = General.Evaluate(
                    new TensorBlock<T>(values, 1), new BlockTargets<T>(new TensorBlock<T>(zs, 1), targets.Statistics), losses.Slice(first, count), scratch, default);
            }
        }

        return check;
    }
}
