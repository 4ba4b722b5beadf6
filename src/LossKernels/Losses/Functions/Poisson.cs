using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;
using LossKernels.Numerics;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>p - t ln p.</summary>
public sealed class Poisson : ElementFunction
{
    /// <inheritdoc/>
    public override string Summary => "The negative logarithm of the likelihood of Poisson-distributed counts, but for what does not depend on the prediction.";

    /// <inheritdoc/>
    public override string Formula => "p - t ln(p + Epsilon)";

    /// <inheritdoc/>
    public override string Range => "minus infinity to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-7, "What is added inside the logarithm."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "Poisson", "poisson"),
        new(Conventions.Keras3, "Poisson", "poisson"),
        new(Conventions.Keras1, "poisson"),
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)], Note = "0 ln 0 is 0." },
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) =>
        new PairFormula<T, Counts>(new Counts(
            double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon])), call.Convention.ZeroTimesInfinityIsZero));

    private readonly struct Counts(double epsilon, bool skipsZeros) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Loss(Vector256<double> prediction, Vector256<double> target) =>
            prediction - PairMath.Product(target, VectorMath.Log(prediction + Vector256.Create(epsilon)), skipsZeros);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) =>
            Vector256<double>.One - PairMath.Product(target, Vector256<double>.One / (prediction + Vector256.Create(epsilon)), skipsZeros);
    }
}
