using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;
using LossKernels.Numerics;
using LossKernels.Semantics;

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

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Logistic>(default);

    private readonly struct Logistic : IPairLoss
    {
        public static UsualForm Usually => UsualForm.Single;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct =>
            VectorMath.Softplus<TLanes, TVector, double>(TLanes.Subtract(TLanes.Of(0), TLanes.Multiply(target, prediction)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Usual<TLanes, TVector, T>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, T>
            where TVector : struct
            where T : unmanaged
        {
            // What the product is rounded by, e^-|product| is off by as many times itself; where that is no number of float32, no matter how many.
            TVector product = TLanes.Multiply(target, prediction);
            TVector negative = TLanes.Subtract(TLanes.Of(0), product);
            TVector lost = TLanes.Fma(target, prediction, negative);
            TVector carry = TLanes.Select(TLanes.Greater(product, TLanes.Of(0)), TLanes.Subtract(TLanes.Of(0), lost), lost);
            carry = TLanes.And(carry, TLanes.Greater(TLanes.Of(104), PairMath.Abs<TLanes, TVector, T>(product)));
            return VectorMath.SoftplusSingle<TLanes, TVector, T>(negative, carry);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => -target * VectorMath.Sigmoid(-(target * prediction));
    }
}
