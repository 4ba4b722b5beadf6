using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>The cosine of the angle between target and prediction, and what frameworks make a loss of it.</summary>
public sealed class CosineSimilarity : RowFunction
{
    private const string Sign = nameof(Sign);
    private const string Offset = nameof(Offset);
    private const string TakesUnitVectors = nameof(TakesUnitVectors);

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["CosineProximity", "cosine"];

    /// <inheritdoc/>
    public override string Summary => "The cosine of the angle between target and prediction; as a loss, its negative or 1 less it.";

    /// <inheritdoc/>
    public override string Formula => "-sum of t p / (|t| |p|)";

    /// <inheritdoc/>
    public override string Range => "-1 to 1; as a distance 0 to 2";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        Keras(Conventions.TensorFlow, 1e-6),
        Keras(Conventions.Keras3, 1e-7),
        Keras(Conventions.Keras1, 1e-6),
        new(Conventions.PyTorch, "cosine_similarity") { Numbers = [(Sign, 1), (LossNumbers.Epsilon, 1e-8)], Note = "The similarity itself: more is better. A length counts as 1e-8 at least." },
        new(Conventions.Optax, "cosine_distance") { Numbers = [(Sign, -1), (Offset, 1)], Note = "1 less the cosine." },
        new(Conventions.TensorFlowJs, "cosineDistance") { Numbers = [(Sign, -1), (Offset, 1), (TakesUnitVectors, 1)], Note = "1 less the product of vectors that have length 1 already; they are not normalised." },
        new(Conventions.Exact) { Numbers = [(Sign, -1)] },
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) =>
        new Cosine<T>(call[Offset], call[Sign], call[LossNumbers.Epsilon], call.Has(TakesUnitVectors));

    private static LossUse Keras(Convention convention, double least) => new(convention, "CosineSimilarity", "cosine_similarity", "cosine_proximity")
    {
        Numbers = [(Sign, -1), (LossNumbers.Epsilon, least)],
        Note = $"The negative of the cosine: -1 is best. A length counts as {least.ToString("0e-0", CultureInfo.InvariantCulture)} at least, so that a vector of zeros has cosine 0.",
    };

    private sealed class Cosine<T>(double offset, double sign, double least, bool areUnitVectors) : DenseRowFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected override double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target)
        {
            double product = CompensatedSum.OfProducts(prediction, target).Value;
            return offset + (sign * (areUnitVectors ? product : Quotient(product, Counted(Length(prediction)) * Counted(Length(target)))));
        }

        protected override void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes)
        {
            double length = Length(prediction);
            double inverse = areUnitVectors ? 1 : Quotient(1, Counted(length) * Counted(Length(target)));
            double product = CompensatedSum.OfProducts(prediction, target).Value;
            double along = areUnitVectors || length <= least ? 0 : product * inverse / (length * length);
            for (int i = 0; i < slopes.Length; i++)
            {
                slopes[i] = sign * ((target[i] * inverse) - (along * prediction[i]));
            }
        }

        private static double Length(ReadOnlySpan<double> vector) => Math.Sqrt(CompensatedSum.OfProducts(vector, vector).Value);

        private static double Quotient(double value, double lengths) => lengths == 0 ? 0 : value / lengths;

        private double Counted(double length) => Math.Max(length, least);
    }
}
