using System.Numerics;

namespace LossKernels.Losses;

/// <summary>1 where the label is among the k greatest scores, else 0.</summary>
internal sealed class LabelRanking<T>(Ranking ranking) : DenseLabelFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override double Loss(ReadOnlySpan<double> prediction, int label) => ranking.IsAmong(prediction, label);

    protected override void Slopes(ReadOnlySpan<double> prediction, int label, Span<double> slopes) => slopes.Clear();
}
