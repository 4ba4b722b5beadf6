using System.Numerics;
using System.Numerics.Tensors;

namespace LossKernels.Losses;

/// <summary>1 where the class of the greatest target is among the k greatest scores, else 0.</summary>
internal sealed class RowRanking<T>(Ranking ranking) : DenseRowFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target) =>
        ranking.IsAmong(prediction, TensorPrimitives.IndexOfMax(target));

    protected override void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes) => slopes.Clear();
}
