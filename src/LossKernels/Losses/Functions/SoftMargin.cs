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
            TVector product = TLanes.Multiply(target, prediction);
            TVector opposite = TLanes.Subtract(TLanes.Of(0), product);
            return VectorMath.SoftplusOfOpposite<TLanes, TVector, T>(opposite, TLanes.Fma(target, prediction, opposite));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => -target * VectorMath.Sigmoid(-(target * prediction));
    }
}
