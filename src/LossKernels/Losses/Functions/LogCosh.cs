using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>ln cosh(p - t).</summary>
public sealed class LogCosh : ElementFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["LogCoshError"];

    /// <inheritdoc/>
    public override string Summary => "The logarithm of the hyperbolic cosine of the error: half its square where it is small, its magnitude less ln 2 where it is large.";

    /// <inheritdoc/>
    public override string Formula => "ln cosh(p - t)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "LogCosh", "log_cosh", "logcosh"),
        new(Conventions.Keras3, "LogCosh", "log_cosh", "logcosh"),
        new(Conventions.Keras1, "logcosh"),
        new(Conventions.Optax, "log_cosh"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Hyperbolic>(default);

    private readonly struct Hyperbolic : IPairLoss
    {
        private const double Border = 0.5;

        public static bool HasUsual => true;

        public static bool HasInner => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            // |x| + ln(1 + e^-2|x|) - ln 2 would leave nothing of a small loss: ln cosh x = ln(1 + sinh^2 x) / 2.
            TVector x = PairMath.Abs<TLanes, TVector, double>(TLanes.Subtract(prediction, target));
            TVector isSmall = TLanes.Greater(TLanes.Of(Border), x);
            TVector sinh = SinhOfSmall<TLanes, TVector>(x);
            TVector decay = VectorMath.Exp<TLanes, TVector, double>(TLanes.Multiply(TLanes.Of(-2), x), TLanes.Of(0));
            TVector logarithm = VectorMath.Log1P<TLanes, TVector, double>(TLanes.Select(isSmall, TLanes.Multiply(sinh, sinh), decay));
            return TLanes.Select(
                isSmall, TLanes.Multiply(TLanes.Of(0.5), logarithm), TLanes.Subtract(TLanes.Add(x, logarithm), TLanes.Of(0.69314718055994531)));
        }

        // e^-2|x|
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Inner<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, float>
            where TVector : struct
        {
            TVector x = PairMath.Abs<TLanes, TVector, float>(TLanes.Subtract(prediction, target));
            return VectorMath.ExpOfSmallNegative<TLanes, TVector>(TLanes.Multiply(TLanes.Of(-2), x));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Usual<TLanes, TVector>(TVector prediction, TVector target, TVector inner)
            where TLanes : ILanes<TVector, float>
            where TVector : struct
        {
            // From 1 on |x| less ln 2 is exact, and cancels little; below, x^2 / 2 is, which the rest is added to: x^4 Q(x^2).
            // Q is the minimax fit over x^2 <= 1 in the relative error of the loss by Remez' exchange in 160-bit arithmetic, 2^-27.0 off;
            // that of the logarithm of 1 + e^-2x likewise, 2^-25.7 off.
            TVector x = PairMath.Abs<TLanes, TVector, float>(TLanes.Subtract(prediction, target));
            TVector square = TLanes.Multiply(x, x);
            TVector q = TLanes.Fma(TLanes.Of(0.00008786552643869072), square, TLanes.Of(-0.0005604042671620846));
            q = TLanes.Fma(TLanes.Fma(q, square, TLanes.Of(0.002082521328702569)), square, TLanes.Of(-0.0067135002464056015));
            q = TLanes.Fma(TLanes.Fma(q, square, TLanes.Of(0.02221744880080223)), square, TLanes.Of(-0.0833330973982811));
            TVector small = TLanes.Fma(TLanes.Multiply(TLanes.Of(0.5), x), x, TLanes.Multiply(TLanes.Multiply(square, square), q));
            TVector ofInner = TLanes.Fma(TLanes.Of(-0.19137197732925415), inner, TLanes.Of(0.32653865218162537));
            ofInner = TLanes.Fma(TLanes.Fma(ofInner, inner, TLanes.Of(-0.4996694028377533)), inner, TLanes.Of(0.9999946355819702));
            TVector large = TLanes.Fma(inner, ofInner, TLanes.Subtract(x, TLanes.Of(0.6931471824645996)));
            return TLanes.Select(TLanes.Greater(TLanes.Of(1), x), small, large);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> error = prediction - target;
            Vector256<double> x = Vector256.Abs(error);
            Vector256<double> sinh = SinhOfSmall<Lanes256<double>, Vector256<double>>(x);
            Vector256<double> small = sinh / Vector256.Sqrt(Vector256<double>.One + (sinh * sinh));
            Vector256<double> decay = VectorMath.Exp(-2 * x);
            Vector256<double> large = (Vector256<double>.One - decay) / (Vector256<double>.One + decay);
            return PairMath.Sign(error) * Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Border)), small, large);
        }

        // The series of x^n / n! to x^15: below the border its remainder is less than half a unit in the last place.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector SinhOfSmall<TLanes, TVector>(TVector x)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector square = TLanes.Min(TLanes.Multiply(x, x), TLanes.Of(Border * Border));
            TVector sum = TLanes.Of(1.0 / 1_307_674_368_000);
            sum = TLanes.Fma(sum, square, TLanes.Of(1.0 / 6_227_020_800));
            sum = TLanes.Fma(sum, square, TLanes.Of(1.0 / 39_916_800));
            sum = TLanes.Fma(sum, square, TLanes.Of(1.0 / 362_880));
            sum = TLanes.Fma(sum, square, TLanes.Of(1.0 / 5040));
            sum = TLanes.Fma(sum, square, TLanes.Of(1.0 / 120));
            sum = TLanes.Fma(sum, square, TLanes.Of(1.0 / 6));
            sum = TLanes.Fma(sum, square, TLanes.Of(1));
            return TLanes.Multiply(x, sum);
        }
    }
}
