using System.Numerics;
using LossKernels.Kernels;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>Sparse categorical cross-entropy from probabilities: -ln p_y, normalised and clipped as the convention does.</summary>
internal sealed class SparseFromProbabilities<T>(ProbabilityFormula numbers) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ClipBounds _clip = Clip(numbers.Epsilon);

    public override int ScratchPerRow => 2;

    public override void Evaluate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch)
    {
        Span<double> picked = scratch[..predictions.Rows];
        Span<double> rest = scratch.Slice(predictions.Rows, predictions.Rows);
        bool after = numbers.Normalisation == Normalisation.AfterClip;
        ProbabilityKernel.Index(predictions, targets.Labels, after || numbers.Normalisation == Normalisation.None ? _clip : ClipBounds.None, picked, rest);
        if (after)
        {
            // -ln(p / (p + rest)) = ln(1 + rest / p), which keeps the digits of a small rest.
            for (int r = 0; r < losses.Length; r++)
            {
                losses[r] = rest[r] / picked[r];
            }

            VectorMath.Log1P(losses, losses);
            return;
        }

        for (int r = 0; r < losses.Length; r++)
        {
            double p = numbers.Normalisation == Normalisation.BeforeClip ? _clip.Apply(picked[r] / (picked[r] + rest[r])) : picked[r];

            // Not the negative: a certain and right prediction costs 0, not -0.
            losses[r] = double.IsNaN(rest[r]) ? double.NaN : 0 - VectorMath.Log(p);
        }
    }
}

/// <summary>Categorical cross-entropy from probabilities: -sum of t_j ln p_j, normalised and clipped as the convention does.</summary>
internal sealed class CategoricalFromProbabilities<T>(ProbabilityFormula numbers, bool zeroTimesInfinityIsZero) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ClipBounds _clip = Clip(numbers.Epsilon);

    public override void Evaluate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch) =>
        ProbabilityKernel.Dense(
            predictions,
            targets.Values,
            numbers.Normalisation == Normalisation.BeforeClip,
            numbers.Normalisation == Normalisation.AfterClip,
            _clip,
            zeroTimesInfinityIsZero,
            losses);
}
