using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;
using LossKernels.Numerics;
using LossKernels.Semantics;

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

        public static UsualForm Usually => UsualForm.Single;

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

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Usual<TLanes, TVector, T>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, T>
            where TVector : struct
            where T : unmanaged
        {
            // From 1 on |x| less ln 2 is exact, and cancels little; below, x^2 / 2 is, which the rest is added to: x^4 Q(x^2).
            // Q is the minimax fit over x^2 <= 1 in the relative error of the loss by Remez' exchange in 200-bit arithmetic, 2^-30 off;
            // that of the logarithm of 1 + e^-2x likewise, 2^-29 off.
            TVector x = PairMath.Abs<TLanes, TVector, T>(TLanes.Subtract(prediction, target));
            TVector square = TLanes.Multiply(x, x);
            TVector fourth = TLanes.Multiply(square, square);
            TVector high = TLanes.Fma(TLanes.Of(-0.00002629265873110853), square, TLanes.Of(0.00017867232963908464));
            TVector middle = TLanes.Fma(TLanes.Of(-0.0006830113125033677), square, TLanes.Of(0.0021639366168528795));
            TVector low = TLanes.Fma(TLanes.Of(-0.00674082338809967), square, TLanes.Of(0.02222166210412979));
            TVector q = TLanes.Fma(TLanes.Fma(TLanes.Fma(high, fourth, middle), fourth, low), square, TLanes.Of(-0.08333331346511841));
            TVector small = TLanes.Fma(TLanes.Multiply(TLanes.Of(0.5), x), x, TLanes.Multiply(fourth, q));
            TVector decay = VectorMath.ExpOfNegative<TLanes, TVector, T>(TLanes.Multiply(TLanes.Of(-2), x));
            TVector ofDecay = TLanes.Fma(TLanes.Of(0.149571031332016), decay, TLanes.Of(-0.24383790791034698));
            ofDecay = TLanes.Fma(TLanes.Fma(ofDecay, decay, TLanes.Of(0.33300918340682983)), decay, TLanes.Of(-0.49999406933784485));
            TVector tail = TLanes.Fma(TLanes.Multiply(decay, decay), ofDecay, decay);
            TVector large = TLanes.Add(TLanes.Subtract(x, TLanes.Of(0.6931471824645996)), TLanes.Add(tail, TLanes.Of(1.9046542121259336e-09)));
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
