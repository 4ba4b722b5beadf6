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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Loss(Vector256<double> prediction, Vector256<double> target) => VectorMath.Softplus(-(target * prediction));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => -target * VectorMath.Sigmoid(-(target * prediction));
    }
}
