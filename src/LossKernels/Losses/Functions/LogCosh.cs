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

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Loss(Vector256<double> prediction, Vector256<double> target)
        {
            // |x| + ln(1 + e^-2|x|) - ln 2 would leave nothing of a small loss: ln cosh x = ln(1 + sinh^2 x) / 2.
            Vector256<double> x = Vector256.Abs(prediction - target);
            Vector256<double> isSmall = Vector256.LessThan(x, Vector256.Create(Border));
            Vector256<double> sinh = SinhOfSmall(x);
            Vector256<double> logarithm = VectorMath.Log1P(Vector256.ConditionalSelect(isSmall, sinh * sinh, VectorMath.Exp(-2 * x)));
            return Vector256.ConditionalSelect(isSmall, 0.5 * logarithm, x + logarithm - Vector256.Create(0.69314718055994531));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> error = prediction - target;
            Vector256<double> x = Vector256.Abs(error);
            Vector256<double> sinh = SinhOfSmall(x);
            Vector256<double> small = sinh / Vector256.Sqrt(Vector256<double>.One + (sinh * sinh));
            Vector256<double> decay = VectorMath.Exp(-2 * x);
            Vector256<double> large = (Vector256<double>.One - decay) / (Vector256<double>.One + decay);
            return PairMath.Sign(error) * Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Border)), small, large);
        }

        // The series of x^n / n! to x^15: below the border its remainder is less than half a unit in the last place.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> SinhOfSmall(Vector256<double> x)
        {
            Vector256<double> square = Vector256.Min(x * x, Vector256.Create(Border * Border));
            Vector256<double> sum = Vector256.Create(1.0 / 1_307_674_368_000);
            sum = Vector256.FusedMultiplyAdd(sum, square, Vector256.Create(1.0 / 6_227_020_800));
            sum = Vector256.FusedMultiplyAdd(sum, square, Vector256.Create(1.0 / 39_916_800));
            sum = Vector256.FusedMultiplyAdd(sum, square, Vector256.Create(1.0 / 362_880));
            sum = Vector256.FusedMultiplyAdd(sum, square, Vector256.Create(1.0 / 5040));
            sum = Vector256.FusedMultiplyAdd(sum, square, Vector256.Create(1.0 / 120));
            sum = Vector256.FusedMultiplyAdd(sum, square, Vector256.Create(1.0 / 6));
            sum = Vector256.FusedMultiplyAdd(sum, square, Vector256<double>.One);
            return x * sum;
        }
    }
}
