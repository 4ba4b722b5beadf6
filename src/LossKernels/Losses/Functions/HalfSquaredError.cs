using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>(p - t)^2 / 2, whose derivative is the error itself.</summary>
public sealed class HalfSquaredError : ElementFunction
{
    /// <inheritdoc/>
    public override string Summary => "Half the squares of the errors.";

    /// <inheritdoc/>
    public override string Formula => "(p - t)^2 / 2";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.Optax, "l2_loss"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, HalfSquare>(default);

    private readonly struct HalfSquare : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector error = TLanes.Subtract(prediction, target);
            return TLanes.Multiply(TLanes.Multiply(TLanes.Of(0.5), error), error);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => prediction - target;
    }
}
