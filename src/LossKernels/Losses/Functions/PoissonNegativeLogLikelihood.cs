using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>e^x - t x, of a logarithm x of the expected count.</summary>
public sealed class PoissonNegativeLogLikelihood : ElementFunction
{
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
        LossParameter.Switch(LossNumbers.Full, false, "Adds Stirling's approximation of what depends on the target alone."),
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-8, "What is added inside the logarithm of an expected count."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "PoissonNLLLoss", "poisson_nll_loss"),
        new(Conventions.Optax, "poisson_nll_loss"),
        new(Conventions.TensorFlow, "log_poisson_loss"),
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)] },
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Any, ValueForm.Count);

    internal override LossFormula<T> Bind<T>(LossCall call)
    {
        bool skipsZeros = call.Convention.ZeroTimesInfinityIsZero;
        return call.Has(LossNumbers.LogPrediction)
            ? FormulaOf<T, Logarithm>(call, new Logarithm(skipsZeros))
            : FormulaOf<T, PoissonRate>(call, new PoissonRate(double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon])), skipsZeros));
    }

    private static LossFormula<T> FormulaOf<T, TLoss>(LossCall call, TLoss loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IPairLoss => call.Has(LossNumbers.Full) ? new PairFormula<T, Complete<TLoss>>(new Complete<TLoss>(loss)) : new PairFormula<T, TLoss>(loss);

    // e^x - t x
    private readonly struct Logarithm(bool skipsZeros) : IPairLoss
    {
        public static bool HasUsual => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => TLanes.Subtract(
                VectorMath.Exp<TLanes, TVector, double>(prediction, TLanes.Of(0)), PairMath.Product<TLanes, TVector>(target, prediction, skipsZeros));

        // The product is taken off the larger piece unrounded, so that little is lost where little is left.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Usual<TLanes, TVector>(TVector prediction, TVector target, TVector inner)
            where TLanes : ILanes<TVector, float>
            where TVector : struct
        {
            (TVector high, TVector low) = VectorMath.ExpInPieces<TLanes, TVector, float>(prediction);
            return TLanes.Add(TLanes.Fma(TLanes.Subtract(TLanes.Of(0), target), prediction, high), low);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => VectorMath.ExpLess(prediction, target);
    }

    // With Stirling's approximation of ln t!, which a prediction does not change.
    private readonly struct Complete<TLoss>(TLoss loss) : IPairLoss
        where TLoss : struct, IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector ofCount = TLanes.Subtract(TLanes.Multiply(target, VectorMath.Log<TLanes, TVector, double>(target)), target);
            TVector ofSpread = TLanes.Multiply(TLanes.Of(0.5), VectorMath.Log<TLanes, TVector, double>(TLanes.Multiply(TLanes.Of(2 * Math.PI), target)));
            TVector stirling = TLanes.And(TLanes.Add(ofCount, ofSpread), TLanes.Greater(target, TLanes.Of(1)));
            return TLanes.Add(loss.Loss<TLanes, TVector>(prediction, target), stirling);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => loss.Slope(prediction, target);
    }
}
