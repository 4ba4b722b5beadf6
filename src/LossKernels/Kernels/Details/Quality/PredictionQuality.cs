using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Verdicts;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>How good predictions are beside their loss: a number of each for each loss, or what of that can be added up; empty where nobody asks.</summary>
internal readonly ref struct PredictionQuality
{
    /// <summary>Carves the numbers of some losses out of memory.</summary>
    public PredictionQuality(Span<double> memory, int losses)
    {
        Ranks = memory[..losses];
        Confidences = memory.Slice(memory.Length / PerLoss, losses);
        BrierScores = memory.Slice(2 * (memory.Length / PerLoss), losses);
    }

    /// <summary>What can be added up is, and the numbers themselves are not asked for.</summary>
    public PredictionQuality(RowVerdicts verdicts) => Verdicts = verdicts;

    /// <summary>The doubles that one loss takes.</summary>
    public const int PerLoss = 3;

    /// <summary>The doubles that some losses take, with room for whole steps of them.</summary>
    public static int SizeFor(int losses) => PerLoss * (losses + RowVerdicts.Step);

    /// <summary>Whether nobody asks.</summary>
    public bool IsEmpty => Ranks.IsEmpty && Verdicts.IsEmpty;

    /// <summary>Where the numbers are added up, if anywhere; then there are none to be written.</summary>
    public RowVerdicts Verdicts { get; }

    /// <summary>How many classes are more probable than the target's. Of a binary output 1 where it is on the wrong side of a half, else 0.</summary>
    public Span<double> Ranks { get; }

    /// <summary>The probability of the most probable class.</summary>
    public Span<double> Confidences { get; }

    /// <summary>The sum over the classes of (p - t)^2; binary (p - z)^2.</summary>
    public Span<double> BrierScores { get; }

    /// <summary>
    /// Takes rank and confidence from what has no Brier score. No number is more than a NaN, which is no hit for that: where a prediction or a target is one,
    /// there is no rank, and no confidence to be right with.
    /// </summary>
    public void LeaveOutNaN()
    {
        if (!TensorPrimitives.IsNaNAny<double>(BrierScores))
        {
            return;
        }

        for (int i = 0; i < Ranks.Length; i++)
        {
            if (double.IsNaN(BrierScores[i]))
            {
                Ranks[i] = double.PositiveInfinity;
                Confidences[i] = double.NaN;
            }
        }
    }
}
