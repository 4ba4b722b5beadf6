using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>100 |p - t| / |t|.</summary>
public sealed class MeanAbsolutePercentageError : ElementFunction
{
    private const string Factor = nameof(Factor);
    private const double MachineEpsilon = 1.0 / (1L << 52);

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["mape"];

    /// <inheritdoc/>
    public override string Summary => "The mean of the magnitudes of the errors, in percent of the targets.";

    /// <inheritdoc/>
    public override string Formula => "100 |p - t| / max(|t|, Epsilon)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-7, "What a target counts at least."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "MeanAbsolutePercentageError", "mean_absolute_percentage_error", "mape"),
        new(Conventions.Keras3, "MeanAbsolutePercentageError", "mean_absolute_percentage_error", "mape"),
        new(Conventions.Keras1, "mean_absolute_percentage_error", "mape"),
        new(Conventions.ScikitLearn, "mean_absolute_percentage_error")
        {
            Numbers = [(Factor, 1), (LossNumbers.Epsilon, MachineEpsilon)],
            Note = "A share and not a percentage; a target counts 2^-52 at least.",
        },
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)] },
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Any, ValueForm.NotZero);

    internal override LossFormula<T> Bind<T>(LossCall call)
    {
        double factor = call.Has(Factor) ? call[Factor] : 100;
        return new PairFormula<T, Percentage>(new Percentage(factor, double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon]))));
    }

    private readonly struct Percentage(double factor, double epsilon) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector size = PairMath.Abs<TLanes, TVector, double>(TLanes.Subtract(prediction, target));
            return TLanes.Multiply(TLanes.Of(factor), TLanes.Divide(size, Floor<TLanes, TVector>(target)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => factor * (PairMath.Sign(prediction - target) / Floor<Lanes256<double>, Vector256<double>>(target));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector Floor<TLanes, TVector>(TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => TLanes.Max(TLanes.Of(epsilon), PairMath.Abs<TLanes, TVector, double>(target));
    }
}
