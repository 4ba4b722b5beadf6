using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>ln(1 + e^(-t x)).</summary>
public sealed class SoftMargin : ElementFunction
{
    /// <inheritdoc/>
    public override string Summary => "The logistic loss of a score with targets -1 and 1.";

    /// <inheritdoc/>
    public override string Formula => "ln(1 + e^(-t x))";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "SoftMarginLoss", "soft_margin_loss"),
        new(Conventions.Exact),
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Any, ValueForm.Side);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Logistic>(default);

    private readonly struct Logistic : IPairLoss
    {
        public static bool TakesTwo => true;

        public static bool HasUsual => true;

        public static bool HasInner => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct =>
            VectorMath.Softplus<TLanes, TVector, double>(TLanes.Subtract(TLanes.Of(0), TLanes.Multiply(target, prediction)));

        // e^-|t x|. What the product is rounded by makes it as many times smaller where it is positive; below zero it adds so little to -t x that it may
        // be off by twice that.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Inner<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, float>
            where TVector : struct
        {
            TVector product = TLanes.Multiply(target, prediction);
            TVector excess = TLanes.Fma(TLanes.Subtract(TLanes.Of(0), target), prediction, product);
            TVector decay = VectorMath.ExpOfNegative<TLanes, TVector, float>(TLanes.Or(product, TLanes.Of(-0f)));
            return TLanes.Fma(decay, excess, decay);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Usual<TLanes, TVector>(TVector prediction, TVector target, TVector inner)
            where TLanes : ILanes<TVector, float>
            where TVector : struct => TLanes.Subtract(
                VectorMath.LogOfOneAnd<TLanes, TVector, float>(inner), TLanes.Min(TLanes.Of(0), TLanes.Multiply(target, prediction)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => -target * VectorMath.Sigmoid(-(target * prediction));
    }
}
