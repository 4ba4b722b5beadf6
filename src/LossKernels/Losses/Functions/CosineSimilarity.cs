using System.Collections.Immutable;
using System.Numerics;
using LossKernels.Numerics;
using LossKernels.Semantics;

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
        Keras(Conventions.TensorFlow),
        Keras(Conventions.Keras3),
        Keras(Conventions.Keras1),
        new(Conventions.PyTorch, "cosine_similarity") { Numbers = [(Sign, 1), (LossNumbers.Epsilon, 1e-8)], Note = "The similarity itself: more is better. The product of the lengths is at least 1e-8." },
        new(Conventions.Optax, "cosine_distance") { Numbers = [(Sign, -1), (Offset, 1)], Note = "1 less the cosine." },
        new(Conventions.TensorFlowJs, "cosineDistance") { Numbers = [(Sign, -1), (Offset, 1), (TakesUnitVectors, 1)], Note = "1 less the product of vectors that have length 1 already; they are not normalised." },
        new(Conventions.Exact) { Numbers = [(Sign, -1)] },
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) =>
        new Cosine<T>(call[Offset], call[Sign], call[LossNumbers.Epsilon], call.Has(TakesUnitVectors));

    private static LossUse Keras(Convention convention) => new(convention, "CosineSimilarity", "cosine_similarity", "cosine_proximity")
    {
        Numbers = [(Sign, -1)],
        Note = "The negative of the cosine: -1 is best. A vector of zeros has cosine 0.",
    };

    private sealed class Cosine<T>(double offset, double sign, double least, bool areUnitVectors) : DenseRowFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected override double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target)
        {
            double product = CompensatedSum.OfProducts(prediction, target).Value;
            return offset + (sign * (areUnitVectors ? product : Quotient(product, Length(prediction) * Length(target))));
        }

        protected override void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes)
        {
            double length = Length(prediction);
            double lengths = length * Length(target);
            double inverse = areUnitVectors ? 1 : Quotient(1, lengths);
            double product = CompensatedSum.OfProducts(prediction, target).Value;
            double along = areUnitVectors || lengths <= least || length == 0 ? 0 : product * inverse / (length * length);
            for (int i = 0; i < slopes.Length; i++)
            {
                slopes[i] = sign * ((target[i] * inverse) - (along * prediction[i]));
            }
        }

        private static double Length(ReadOnlySpan<double> vector) => Math.Sqrt(CompensatedSum.OfProducts(vector, vector).Value);

        private double Quotient(double value, double lengths) => lengths == 0 && least == 0 ? 0 : value / Math.Max(lengths, least);
    }
}
