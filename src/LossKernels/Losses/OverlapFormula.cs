using System.Numerics;

namespace LossKernels.Losses;

/// <summary>The losses of rows by their <see cref="Overlap"/>.</summary>
internal sealed class OverlapFormula<T>(Overlap overlap) : DenseRowFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target) => overlap.Loss(prediction, target);

    protected override void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes) =>
        overlap.Slopes(prediction, target, slopes);
}
