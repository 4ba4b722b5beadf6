using System.Numerics;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Semantics.Terms;

/// <summary>The numbers of a formula over probabilities, in the precision of the data.</summary>
/// <typeparam name="T">float or double: the type whose rounding they have.</typeparam>
internal static class ProbabilityBounds<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where a formula clips in T: in single precision 1 - 1e-7 is 0.99999988.</summary>
    public static ClipBounds Clip(ProbabilityFormula numbers)
    {
        T epsilon = Epsilon(numbers);
        return numbers.HasEpsilon && numbers.Use.HasFlag(EpsilonUse.ClipBelow)
            ? new ClipBounds(
                double.CreateTruncating(epsilon),
                numbers.Use.HasFlag(EpsilonUse.ClipAbove) ? double.CreateTruncating(T.One - epsilon) : 1)
            : ClipBounds.None;
    }

    /// <summary>How a formula divides and clips a probability before its logarithm is taken.</summary>
    public static ClippedQuotient Quotient(ProbabilityFormula numbers, bool skipsZeros) => new(
        numbers.Normalisation == Normalisation.BeforeClip,
        numbers.Normalisation == Normalisation.AfterClip,
        Clip(numbers),
        skipsZeros);

    /// <summary>What a formula adds inside its logarithms in T.</summary>
    public static double Added(ProbabilityFormula numbers) =>
        numbers.Use.HasFlag(EpsilonUse.Inside) ? double.CreateTruncating(Epsilon(numbers)) : 0;

    private static T Epsilon(ProbabilityFormula numbers) => Lanes.From<T>(numbers.EpsilonFor(typeof(T) == typeof(float)));
}
