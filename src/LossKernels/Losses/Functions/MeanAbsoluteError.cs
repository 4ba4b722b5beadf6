using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>|p - t|.</summary>
public sealed class MeanAbsoluteError : ElementFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["mae"];

    /// <inheritdoc/>
    public override string Summary => "The mean of the magnitudes of the errors.";

    /// <inheritdoc/>
    public override string Formula => "|p - t|";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "MeanAbsoluteError", "mean_absolute_error", "mae"),
        new(Conventions.Keras3, "MeanAbsoluteError", "mean_absolute_error", "mae"),
        new(Conventions.Keras1, "mean_absolute_error", "mae"),
        new(Conventions.PyTorch, "L1Loss", "l1_loss"),
        new(Conventions.ScikitLearn, "mean_absolute_error"),
        new(Conventions.TensorFlowJs, "absoluteDifference"),
        new(Conventions.MLNet, "MeanAbsoluteError"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Absolute>(default);

    private readonly struct Absolute : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => PairMath.Abs<TLanes, TVector, double>(TLanes.Subtract(prediction, target));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => PairMath.Sign(prediction - target);
    }
}
