using LossKernels.Diagnostics;
using LossKernels.Numerics;

namespace LossKernels.Measures.Blocks;

/// <summary>Looks at the weights of a block.</summary>
internal static class WeightScan
{
    /// <summary>Notes what they show.</summary>
    /// <param name="survey">Where it is noted.</param>
    /// <param name="block">The block.</param>
    /// <param name="weights">The weights: one a row or one an element; empty where all are one.</param>
    public static void Read<T>(Survey survey, BlockInput<T> block, ReadOnlySpan<double> weights)
        where T : unmanaged
    {
        survey.WeightCount = weights.Length;
        int repeat = Math.Max(1, weights.Length / block.Rows);
        for (int i = 0; i < weights.Length; i++)
        {
            Note(survey, weights[i], block.SampleNumber(i / repeat));
        }
    }

    private static void Note(Survey survey, double weight, long sample)
    {
        if (weight == 0)
        {
            survey.ZeroWeights.Add(sample, weight);
        }

        survey.GreatestWeight = weight > survey.GreatestWeight.Weight ? (weight, sample) : survey.GreatestWeight;
        survey.Weights += new CompensatedSum(weight, 0);
        survey.SquaredWeights += new CompensatedSum(weight * weight, 0);
    }
}
