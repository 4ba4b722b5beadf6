using System.Collections.Immutable;
using System.Numerics;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>max(1 + the greatest score of a wrong class - the score of the right one, 0).</summary>
public sealed class CategoricalHinge : RowFunction
{
    /// <inheritdoc/>
    public override string Summary => "How far the score of the right class is from leading all others by 1.";

    /// <inheritdoc/>
    public override string Formula => "max(1 + max of (1 - t) p - sum of t p, 0)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "CategoricalHinge", "categorical_hinge"),
        new(Conventions.Keras3, "CategoricalHinge", "categorical_hinge"),
        new(Conventions.Keras1, "categorical_hinge"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new Lead<T>();

    private sealed class Lead<T> : DenseRowFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected override double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target) => Math.Max(Gap(prediction, target, out _), 0);

        protected override void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes)
        {
            slopes.Clear();
            if (!(Gap(prediction, target, out int rival) > 0))
            {
                return;
            }

            for (int j = 0; j < slopes.Length; j++)
            {
                slopes[j] = (j == rival ? 1 - target[j] : 0) - target[j];
            }
        }

        private static double Gap(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, out int rival)
        {
            rival = 0;
            double wrong = double.NegativeInfinity;
            for (int j = 0; j < prediction.Length; j++)
            {
                double score = (1 - target[j]) * prediction[j];
                if (score > wrong || double.IsNaN(score))
                {
                    (wrong, rival) = (score, j);
                }
            }

            return 1 + wrong - CompensatedSum.OfProducts(target, prediction).Value;
        }
    }
}
