using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>Binary cross-entropy with weights of yes and no, smoothed targets, and in another unit.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TInner">The loss without weights.</typeparam>
/// <typeparam name="TUse">What is made of targets.</typeparam>
/// <param name="loss">The loss.</param>
/// <param name="steepest">What no derivative is further from zero than.</param>
/// <param name="general">The same loss the long way.</param>
internal sealed class WeighedFormula<T, TInner, TUse>(WeighedLoss<T, TInner, TUse> loss, double steepest, LossFormula<T> general)
    : ElementwiseFormula<T, WeighedLoss<T, TInner, TUse>>(loss, loss.IsDerived, TargetWeights<T>.Most, steepest, general)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TInner : struct, ITermLoss<T>
    where TUse : ITargetUse
{
    // Details are of targets as the convention takes them.
    public override bool Judges(int classes) => !TUse.Hardens;

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
