using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>The square of small errors over 2 Beta, and the magnitude of large ones less Beta / 2.</summary>
public sealed class SmoothL1 : ElementFunction
{
    private const string Beta = nameof(Beta);

    /// <inheritdoc/>
    public override string Summary => "Huber with Delta = Beta, divided by Beta; with Beta 0 the absolute error.";

    /// <inheritdoc/>
    public override string Formula => "(p - t)^2 / (2 Beta) where |p - t| < Beta, else |p - t| - Beta / 2";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(Beta, 1, "Where the square ends."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "SmoothL1Loss", "smooth_l1_loss"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Bent>(new Bent(call[Beta]));

    private readonly struct Bent(double beta) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector size = PairMath.Abs<TLanes, TVector, double>(TLanes.Subtract(prediction, target));
            TVector border = TLanes.Of(beta);
            TVector square = TLanes.Divide(TLanes.Multiply(TLanes.Multiply(TLanes.Of(0.5), size), size), border);
            return TLanes.Select(TLanes.Greater(border, size), square, TLanes.Subtract(size, TLanes.Of(beta / 2)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> error = prediction - target;
            return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(error), Vector256.Create(beta)), error / beta, PairMath.Sign(error));
        }
    }
}
