using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Parts;

/// <summary>
/// -ln q of one class in a row of probabilities, from its value p and the sum of the others: q is p as the convention normalises and clips it.
/// Normalised, that is ln(1 + others / p), which keeps the digits of a small loss.
/// </summary>
/// <typeparam name="T">float or double: the type whose rounding the bounds have.</typeparam>
internal readonly struct PickedProbability<T>(ProbabilityFormula numbers)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ClipBounds _clip = ProbabilityBounds<T>.Clip(numbers);

    /// <summary>How values are clipped before they are added up.</summary>
    public ClipBounds SumClip => numbers.Normalisation == Normalisation.AfterClip ? _clip : ClipBounds.None;

    /// <summary>Whether a probability is what is clipped over the sum of its row.</summary>
    public bool Normalises => numbers.Normalisation != Normalisation.None;

    /// <summary>Completes the quality of the rows, which the kernel judged as if each had one target, of one.</summary>
    /// <param name="probabilities">The block.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="picked">p of each row, clipped by <see cref="SumClip"/>.</param>
    /// <param name="rests">The sums of the other values, clipped likewise.</param>
    /// <param name="quality">The quality; nothing is done where it is added up, as then all were judged rightly, or where nobody asks.</param>
    public void Judge(
        TensorBlock<T> probabilities, BlockTargets<T> targets, ReadOnlySpan<double> picked, ReadOnlySpan<double> rests, PredictionQuality quality) =>
        QualityPass.Complete(new QuotientScores<T>(SumClip, Normalises, picked, rests), probabilities, targets, quality);

    /// <summary>Writes the losses over the sums of the others.</summary>
    /// <param name="picked">p of each row, clipped by <see cref="SumClip"/>.</param>
    /// <param name="rests">The sums of the other values, clipped likewise.</param>
    /// <param name="losses">The same; overwritten.</param>
    public void Evaluate(ReadOnlySpan<double> picked, ReadOnlySpan<double> rests, Span<double> losses)
    {
        if (numbers.Normalisation == Normalisation.None)
        {
            for (int r = 0; r < losses.Length; r++)
            {
                // Not the negative: a certain and right prediction costs 0, not -0.
                losses[r] = double.IsNaN(losses[r]) ? double.NaN : 0 - VectorMath.Log(_clip.Apply(picked[r]));
            }

            return;
        }

        bool isBeyond = ProbabilityKernel.Odds(picked, numbers.Normalisation == Normalisation.BeforeClip ? _clip : null, losses);
        VectorMath.Log1PFor<T>(losses, losses);
        double most = numbers.Normalisation == Normalisation.BeforeClip ? -VectorMath.Log(Math.Max(_clip.Lower, 0)) : double.PositiveInfinity;
        for (int r = 0; isBeyond && r < losses.Length; r++)
        {
            losses[r] = double.IsPositiveInfinity(losses[r]) ? Math.Min(OfNextToZero(picked[r], rests[r]), most) : losses[r];
        }
    }

    /// <summary>ln(1 + others / p) of a p so small that the quotient has no number; infinite of zero.</summary>
    /// <param name="p">The value.</param>
    /// <param name="others">The sum of the others.</param>
    public static double OfNextToZero(double p, double others) => VectorMath.Log(others) - VectorMath.Log(p);
}
