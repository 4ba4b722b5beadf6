using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>Alpha times what a prediction is too low by, or 1 - Alpha times what it is too high by.</summary>
public sealed class Pinball : ElementFunction
{
    private const string Alpha = nameof(Alpha);

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["pinball_loss", "quantile_loss"];

    /// <inheritdoc/>
    public override string Summary => "The magnitudes of the errors, weighed apart where a prediction is too low and where it is too high: least at the quantile Alpha.";

    /// <inheritdoc/>
    public override string Formula => "Alpha (t - p) where p <= t, else (1 - Alpha) (p - t)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.Share(Alpha, 0.5, "The quantile: the weight of predictions that are too low; that of the others is 1 less Alpha."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.ScikitLearn, "mean_pinball_loss"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Tilted>(new Tilted(call[Alpha]));

    private readonly struct Tilted(double alpha) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector excess = TLanes.Subtract(prediction, target);
            TVector weight = TLanes.Select(TLanes.Greater(excess, TLanes.Of(0)), TLanes.Of(1 - alpha), TLanes.Of(alpha));
            return TLanes.Multiply(weight, PairMath.Abs<TLanes, TVector, double>(excess));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> sign = PairMath.Sign(prediction - target);
            return Vector256.ConditionalSelect(Vector256.GreaterThan(sign, Vector256<double>.Zero), (1 - alpha) * sign, alpha * sign);
        }
    }
}
