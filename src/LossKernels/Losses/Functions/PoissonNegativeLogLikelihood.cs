using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;
using LossKernels.Numerics;
using LossKernels.Semantics;

namespace LossKernels.Losses.Functions;

/// <summary>e^x - t x, of a logarithm x of the expected count.</summary>
public sealed class PoissonNegativeLogLikelihood : ElementFunction
{
    private const string Full = nameof(Full);

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["poisson_nll"];

    /// <inheritdoc/>
    public override string Summary => "The negative logarithm of the likelihood of Poisson-distributed counts.";

    /// <inheritdoc/>
    public override string Formula => "e^x - t x; without LogPrediction p - t ln(p + Epsilon); with Full and t > 1 also t ln t - t + ln(2 pi t) / 2";

    /// <inheritdoc/>
    public override string Range => "minus infinity to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.Switch(LossNumbers.LogPrediction, true, "The predictions are logarithms of expected counts."),
        LossParameter.Switch(Full, false, "Adds Stirling's approximation of what depends on the target alone."),
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-8, "What is added inside the logarithm of an expected count."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "PoissonNLLLoss", "poisson_nll_loss"),
        new(Conventions.Optax, "poisson_nll_loss"),
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)] },
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Counts>(new Counts(
        call.Has(LossNumbers.LogPrediction), call.Has(Full), double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon])), call.Convention.ZeroTimesInfinityIsZero));

    private readonly struct Counts(bool isLog, bool isFull, double epsilon, bool skipsZeros) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Loss(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> loss = isLog
                ? VectorMath.Exp(prediction) - PairMath.Product(target, prediction, skipsZeros)
                : prediction - PairMath.Product(target, VectorMath.Log(prediction + Vector256.Create(epsilon)), skipsZeros);
            return isFull ? loss + Stirling(target) : loss;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => isLog
            ? VectorMath.Exp(prediction) - target
            : Vector256<double>.One - PairMath.Product(target, Vector256<double>.One / (prediction + Vector256.Create(epsilon)), skipsZeros);

        private static Vector256<double> Stirling(Vector256<double> target)
        {
            Vector256<double> term = (target * VectorMath.Log(target)) - target + (0.5 * VectorMath.Log(2 * Math.PI * target));
            return PairMath.Where(Vector256.GreaterThan(target, Vector256<double>.One), term);
        }
    }
}
