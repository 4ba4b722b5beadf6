using System.Numerics;
using System.Numerics.Tensors;

namespace LossKernels.Losses;

/// <summary>The place of a class among the scores of a row: of equal scores the first counts for the greater. NaN has no place.</summary>
internal static class Ranking
{
    public const string K = nameof(K);

    /// <summary>1 where a class is among the k greatest, else 0.</summary>
    public static double IsAmong(ReadOnlySpan<double> scores, int label, double k)
    {
        double own = scores[label];
        int above = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            above += scores[j] > own || (scores[j] == own && j < label) ? 1 : 0;
        }

        return !double.IsNaN(own) && above < k ? 1 : 0;
    }
}

/// <summary>1 where the class of the greatest target is among the k greatest scores, else 0.</summary>
internal sealed class RowRanking<T>(double k) : DenseRowFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target) =>
        Ranking.IsAmong(prediction, TensorPrimitives.IndexOfMax(target), k);

    protected override void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes) => slopes.Clear();
}

/// <summary>1 where the label is among the k greatest scores, else 0.</summary>
internal sealed class LabelRanking<T>(double k) : DenseLabelFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override double Loss(ReadOnlySpan<double> prediction, int label) => Ranking.IsAmong(prediction, label, k);

    protected override void Slopes(ReadOnlySpan<double> prediction, int label, Span<double> slopes) => slopes.Clear();
}
