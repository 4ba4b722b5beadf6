using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;
using LossKernels.Numerics;
using LossKernels.Semantics;

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

    internal override LossFormula<T> Bind<T>(LossCall call) =>
        new PairFormula<T, Logarithmic>(new Logarithmic(double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon]))));

    private readonly struct Logarithmic(double epsilon) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Loss(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> error = VectorMath.Log1P(Clip(prediction)) - VectorMath.Log1P(Clip(target));
            return error * error;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> clipped = Clip(prediction);
            Vector256<double> slope = 2 * (VectorMath.Log1P(clipped) - VectorMath.Log1P(Clip(target))) / (Vector256<double>.One + clipped);
            return PairMath.Where(Vector256.GreaterThanOrEqual(prediction, clipped), slope);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<double> Clip(Vector256<double> value) => epsilon == 0 ? value : PairMath.AtLeast(value, epsilon);
    }
}
