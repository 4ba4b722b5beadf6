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

/// <summary>sum of t ln(t / p).</summary>
public sealed class KullbackLeiblerDivergence : FormulaFunction
{
    private const string ClipsFactor = nameof(ClipsFactor);

    // Whether 0 times an infinite logarithm is 0, else NaN: Optax has the product, which it does not have elsewhere.
    private const string SkipsZeros = nameof(SkipsZeros);

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["kl", "kld", "KLDivergence", "kl_div"];

    /// <inheritdoc/>
    public override string Summary => "How far a distribution is from the target's, in nats.";

    /// <inheritdoc/>
    public override string Formula => "sum of t ln(t / p)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity, of distributions";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(LossNumbers.Epsilon, 0, "Targets and predictions are clipped to Epsilon..1; 0 for no clip."),
        LossParameter.Switch(LossNumbers.LogPrediction, false, "The predictions are logarithms of probabilities."),
        LossParameter.Switch(LossNumbers.LogTarget, false, "The targets are logarithms of probabilities."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        Keras(Conventions.TensorFlow),
        Keras(Conventions.Keras3),
        Keras(Conventions.Keras1),
        new(Conventions.PyTorch, "KLDivLoss", "kl_div")
        {
            Numbers = [(LossNumbers.LogPrediction, 1), (LossNumbers.PerElement, 1)],
            Note = "A loss for each element, of log-probabilities; a mean divides by the number of elements. What PyTorch calls batchmean is the mean with the batch size as its denominator.",
        },
        new(Conventions.Optax, "kl_divergence") { Numbers = [(LossNumbers.LogPrediction, 1)], Note = "The predictions are log-probabilities." },
        new(Conventions.TensorFlowJs, "kullbackLeiblerDivergence")
        {
            Numbers = [(LossNumbers.Epsilon, 1e-7)],
            Note = "The ratio is that of clipped numbers; what it is multiplied by is not clipped.",
        },
        new(Conventions.Exact) { Numbers = [(SkipsZeros, 1)] },
    ];

    internal override TargetForm Targets(LossCall call) => call.Has(LossNumbers.PerElement) ? TargetForm.Elements : TargetForm.Rows;

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (
        call.Has(LossNumbers.LogPrediction) ? ValueForm.LogProbability : ValueForm.Distribution,
        call.Has(LossNumbers.LogTarget) ? ValueForm.LogProbability : ValueForm.Distribution);

    internal override LossFormula<T> Bind<T>(LossCall call)
    {
        Divergence divergence = new(
            double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon])),
            call.Has(ClipsFactor),
            call.Has(LossNumbers.LogPrediction),
            call.Has(LossNumbers.LogTarget),
            call.Has(SkipsZeros));
        return call.Has(LossNumbers.LogPrediction) || call.Has(LossNumbers.LogTarget)
            ? FormulaOf<T, Divergence>(call, divergence)
            : FormulaOf<T, OfProbabilities>(call, new OfProbabilities(divergence, Lanes.From<float>(call[LossNumbers.Epsilon]), call.Has(ClipsFactor)));
    }

    private static LossFormula<T> FormulaOf<T, TLoss>(LossCall call, TLoss loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IPairLoss => call.Has(LossNumbers.PerElement) ? new PairFormula<T, TLoss>(loss) : new PairSumFormula<T, TLoss>(loss);

    private static LossUse Keras(Convention convention) => new(convention, "KLDivergence", "kl_divergence", "kullback_leibler_divergence", "kld")
    {
        Numbers = [(LossNumbers.Epsilon, 1e-7), (ClipsFactor, 1)],
        Note = "Targets and predictions are clipped to 1e-7..1.",
    };

    // Of numbers from here to its reciprocal the quotient, and what it is rounded by, are numbers.
    private const double LeastOfQuotient = 1e-150;

    private readonly struct Divergence(double epsilon, bool clipsFactor, bool logPrediction, bool logTarget, bool skipsZeros) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            if (logTarget || logPrediction)
            {
                return OfLogarithms<TLanes, TVector>(prediction, target);
            }

            TVector p = Clip<TLanes, TVector>(prediction);
            TVector t = Clip<TLanes, TVector>(target);
            TVector isUnusual = TLanes.AndNot(TLanes.OfBits(-1), HasQuotient<TLanes, TVector>(t, p));
            TVector usual = TLanes.Multiply(clipsFactor ? t : target, LogOfExactQuotient<TLanes, TVector>(t, p));
            return TLanes.IsZero(isUnusual) ? usual : TLanes.Select(isUnusual, OfLogarithms<TLanes, TVector>(prediction, target), usual);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector HasQuotient<TLanes, TVector>(TVector target, TVector prediction)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => TLanes.And(
                TLanes.Greater(TLanes.Min(target, prediction), TLanes.Of(LeastOfQuotient)),
                TLanes.Greater(TLanes.Of(1 / LeastOfQuotient), TLanes.Max(target, prediction)));

        // With what the quotient is rounded by: of two that are next to each other the difference of their logarithms leaves nothing.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector LogOfExactQuotient<TLanes, TVector>(TVector target, TVector prediction)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector quotient = TLanes.Divide(target, prediction);
            TVector lacking = TLanes.Divide(TLanes.Fma(TLanes.Subtract(TLanes.Of(0), quotient), prediction, target), prediction);
            return VectorMath.Log<TLanes, TVector, double>(quotient, lacking);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector OfLogarithms<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector given = logTarget ? VectorMath.Exp<TLanes, TVector, double>(target, TLanes.Of(0)) : target;
            TVector factor = clipsFactor ? Clip<TLanes, TVector>(given) : given;
            TVector logOfTarget = logTarget && epsilon == 0 ? target : VectorMath.Log<TLanes, TVector, double>(Clip<TLanes, TVector>(given));
            TVector logOfPrediction = logPrediction ? prediction : VectorMath.Log<TLanes, TVector, double>(Clip<TLanes, TVector>(prediction));

            // 0 ln 0 is 0, unless the logarithm of 0 is given; what 0 times the logarithm of a prediction of 0 is, the convention says.
            TVector loss = PairMath.Product<TLanes, TVector>(factor, TLanes.Subtract(logOfTarget, logOfPrediction), skipsZeros || !logTarget);
            return skipsZeros ? loss
                : TLanes.Subtract(loss, TLanes.And(TLanes.Multiply(factor, logOfPrediction), TLanes.Equal(factor, TLanes.Of(0))));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> given = logTarget ? VectorMath.Exp(target) : target;
            Vector256<double> factor = clipsFactor ? Clip<Lanes256<double>, Vector256<double>>(given) : given;
            if (logPrediction)
            {
                return -factor;
            }

            Vector256<double> slope = PairMath.Quotient(-factor, prediction, skipsZeros);
            return epsilon == 0 ? slope : PairMath.Where(Vector256.Equals(prediction, Clip<Lanes256<double>, Vector256<double>>(prediction)), slope);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector Clip<TLanes, TVector>(TVector value)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => epsilon == 0 ? value : TLanes.Min(TLanes.Of(1), TLanes.Max(TLanes.Of(epsilon), value));
    }

    private readonly struct OfProbabilities(Divergence divergence, float epsilon, bool clipsFactor) : IPairLoss
    {
        // The quotients of probabilities from here on are no power of two that float32 does not have.
        private const double Least = 1.0 / (1L << 60);
        private const float AboveOne = 1.0000001f;

        private readonly float _epsilon = epsilon;

        // Where all are raised that far, only negative ones are unusual.
        private readonly float _least = epsilon < Least ? (float)Least : -float.Epsilon;

        public static bool HasUsual => true;

        public static bool UsualAreOfForm => true;

        public static bool TakesTwoUsual => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => divergence.Loss<TLanes, TVector>(prediction, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Usual<TLanes, TVector>(TVector prediction, TVector target, TVector inner)
            where TLanes : ILanes<TVector, float>
            where TVector : struct
        {
            TVector p = Clip<TLanes, TVector>(prediction);
            TVector t = Clip<TLanes, TVector>(target);
            TVector factor = clipsFactor ? t : target;

            // 0 ln 0 is 0.
            t = TLanes.Select(TLanes.Equal(t, TLanes.Of(0)), p, t);
            (TVector high, TVector low) = VectorMath.LogOfQuotient<TLanes, TVector>(t, p);
            TVector smaller = TLanes.Min(_epsilon == 0 ? t : target, prediction);
            TVector isUsual = TLanes.And(
                TLanes.Greater(smaller, TLanes.Spread(in _least, 0)), TLanes.Greater(TLanes.Of(AboveOne), TLanes.Max(target, prediction)));
            return TLanes.Select(isUsual, TLanes.Fma(factor, TLanes.Add(high, low), TLanes.Of(0)), TLanes.Of(double.NaN));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => divergence.Slope(prediction, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector Clip<TLanes, TVector>(TVector value)
            where TLanes : ILanes<TVector, float>
            where TVector : struct => _epsilon == 0 ? value : TLanes.Min(TLanes.Of(1), TLanes.Max(TLanes.Spread(in _epsilon, 0), value));
    }
}
