using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>(ln(1 + p) - ln(1 + t))^2.</summary>
public sealed class MeanSquaredLogarithmicError : ElementFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["msle"];

    /// <inheritdoc/>
    public override string Summary => "The mean of the squares of the errors between logarithms of 1 + p and 1 + t.";

    /// <inheritdoc/>
    public override string Formula => "(ln(1 + max(p, Epsilon)) - ln(1 + max(t, Epsilon)))^2";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-7, "What targets and predictions count at least; 0 to take them as they are."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", "msle"),
        new(Conventions.Keras3, "MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", "msle"),
        new(Conventions.Keras1, "mean_squared_logarithmic_error", "msle"),
        new(Conventions.ScikitLearn, "mean_squared_log_error") { Numbers = [(LossNumbers.Epsilon, 0)], Note = "Nothing is clipped." },
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)] },
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call)
    {
        ValueForm form = call.Has(LossNumbers.Epsilon) ? ValueForm.NotNegative : ValueForm.AboveMinusOne;
        return (form, form);
    }

    internal override LossFormula<T> Bind<T>(LossCall call) =>
        new PairFormula<T, Logarithmic>(new Logarithmic(double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon]))));

    private readonly struct Logarithmic(double epsilon) : IPairLoss
    {
        // 2^104: over the smallest 1 + t, 2^-24, that is the largest quotient that has a logarithm or is seen.
        private const double Most = 2.028240960365167e31;

        private readonly float _single = (float)epsilon;

        // What is not above this is raised by a clip, or has no logarithm.
        private readonly float _least = epsilon > 0 ? -float.Epsilon : -1;

        public static bool HasUsual => true;

        public static bool UsualAreOfForm => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector error = Size<TLanes, TVector>(Clip<TLanes, TVector>(prediction), Clip<TLanes, TVector>(target));
            return TLanes.Multiply(error, error);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Usual<TLanes, TVector>(TVector prediction, TVector target, TVector inner)
            where TLanes : ILanes<TVector, float>
            where TVector : struct
        {
            TVector other = ClipSingle<TLanes, TVector>(target);
            (TVector high, TVector low) = VectorMath.LogOfQuotient1P<TLanes, TVector>(ClipSingle<TLanes, TVector>(prediction), other);

            // A target whose square is beyond float32 could be too large for the quotient.
            TVector error = TLanes.Add(high, TLanes.Fma(TLanes.Multiply(other, other), TLanes.Of(0), low));
            TVector square = TLanes.Multiply(error, error);
            TVector isUsual = TLanes.And(TLanes.Greater(TLanes.Min(prediction, target), TLanes.Spread(in _least, 0)), TLanes.Greater(TLanes.Of(Most), prediction));
            return TLanes.Select(isUsual, square, TLanes.Of(double.NaN));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> clipped = Clip<Lanes256<double>, Vector256<double>>(prediction);
            Vector256<double> other = Clip<Lanes256<double>, Vector256<double>>(target);
            Vector256<double> slope = 2 * PairMath.Sign(clipped - other) * Size<Lanes256<double>, Vector256<double>>(clipped, other) / (Vector256<double>.One + clipped);
            return PairMath.Where(Vector256.GreaterThanOrEqual(prediction, clipped), slope);
        }

        // ln(1 + |p - t| / (1 + the smaller)): of two that are next to each other the difference of two logarithms leaves nothing. Below -1 there is none.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector Size<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector smaller = TLanes.Add(TLanes.Of(1), TLanes.Min(prediction, target));
            TVector size = VectorMath.Log1P<TLanes, TVector, double>(
                TLanes.Divide(PairMath.Abs<TLanes, TVector, double>(TLanes.Subtract(prediction, target)), smaller));
            return TLanes.Select(TLanes.Greater(TLanes.Of(0), smaller), TLanes.Of(double.NaN), size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector Clip<TLanes, TVector>(TVector value)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => epsilon == 0 ? value : TLanes.Max(TLanes.Of(epsilon), value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector ClipSingle<TLanes, TVector>(TVector value)
            where TLanes : ILanes<TVector, float>
            where TVector : struct => _single == 0 ? value : TLanes.Max(TLanes.Spread(in _single, 0), value);
    }
}
