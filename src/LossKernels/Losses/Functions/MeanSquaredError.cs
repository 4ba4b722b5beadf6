using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>(p - t)^2.</summary>
public sealed class MeanSquaredError : ElementFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["mse"];

    /// <inheritdoc/>
    public override string Summary => "The mean of the squares of the errors.";

    /// <inheritdoc/>
    public override string Formula => "(p - t)^2";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "MeanSquaredError", "mean_squared_error", "mse"),
        new(Conventions.Keras3, "MeanSquaredError", "mean_squared_error", "mse"),
        new(Conventions.Keras1, "mean_squared_error", "mse"),
        new(Conventions.PyTorch, "MSELoss", "mse_loss"),
        new(Conventions.ScikitLearn, "mean_squared_error"),
        new(Conventions.Optax, "squared_error"),
        new(Conventions.TensorFlowJs, "meanSquaredError"),
        new(Conventions.MLNet, "MeanSquaredError"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Squared>(default);

    internal readonly struct Squared : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector error = TLanes.Subtract(prediction, target);
            return TLanes.Multiply(error, error);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => 2 * (prediction - target);
    }
}
