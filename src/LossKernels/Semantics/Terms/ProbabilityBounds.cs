using System.Numerics;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Walks;

namespace LossKernels.Semantics.Terms;

/// <summary>The numbers of a formula over probabilities, in the precision of the data.</summary>
/// <typeparam name="T">float or double: the type whose rounding they have.</typeparam>
internal static class ProbabilityBounds<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where a formula clips in T: in single precision 1 - 1e-7 is 0.99999988.</summary>
    public static ClipBounds Clip(ProbabilityFormula numbers)
    {
        if (!numbers.HasEpsilon || !numbers.Use.HasFlag(EpsilonUse.ClipBelow))
        {
            return ClipBounds.None;
        }

        double epsilon = Epsilon(numbers);
        double upper = IsSingle(numbers) ? 1 - (float)epsilon : 1 - epsilon;
        return new ClipBounds(epsilon, numbers.Use.HasFlag(EpsilonUse.ClipAbove) ? upper : 1);
    }

    /// <summary>How a formula divides and clips a probability before its logarithm is taken.</summary>
    public static ClippedQuotient Quotient(ProbabilityFormula numbers, bool skipsZeros) => new(
        numbers.Normalisation == Normalisation.BeforeClip,
        numbers.Normalisation == Normalisation.AfterClip,
        Clip(numbers),
        skipsZeros);

    /// <summary>What a formula adds inside its logarithms in T.</summary>
    public static double Added(ProbabilityFormula numbers) =>
        numbers.Use.HasFlag(EpsilonUse.Inside) ? Epsilon(numbers) : 0;

    /// <summary>No derivative to a probability is further from zero than that, if it is clipped at last; else, infinite.</summary>
    /// <param name="numbers">The formula's numbers.</param>
    /// <param name="ofComplements">Whether there is a logarithm of 1 - p, too.</param>
    public static double Steepest(ProbabilityFormula numbers, bool ofComplements)
    {
        ClipBounds clip = Clip(numbers);
        double least = ofComplements ? Math.Min(clip.Lower, 1 - clip.Upper) : clip.Lower;
        return least > 0 && numbers.Normalisation != Normalisation.BeforeClip ? 4 / least : double.PositiveInfinity;
    }

    /// <summary>The same numbers, rounded as in T whatever they are computed with in.</summary>
    public static ProbabilityFormula Rounded(ProbabilityFormula numbers) => numbers with { IsSingle = IsSingle(numbers) };

    private static bool IsSingle(ProbabilityFormula numbers) => typeof(T) == typeof(float) || numbers.IsSingle;

    private static double Epsilon(ProbabilityFormula numbers) => IsSingle(numbers) ? (float)numbers.EpsilonFor(single: true) : numbers.EpsilonFor(single: false);
}
