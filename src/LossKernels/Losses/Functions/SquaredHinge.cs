using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>max(1 - t x, 0)^2.</summary>
public sealed class SquaredHinge : ElementFunction
{
    /// <inheritdoc/>
    public override string Summary => "The square of the hinge; targets are -1 and 1.";

    /// <inheritdoc/>
    public override string Formula => "max(1 - t x, 0)^2";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "SquaredHinge", "squared_hinge") { Numbers = [(HingeTargets.ZeroIsNegative, 1)], Note = HingeTargets.ZeroNote },
        new(Conventions.Keras3, "SquaredHinge", "squared_hinge") { Numbers = [(HingeTargets.ZeroIsNegative, 1)], Note = HingeTargets.ZeroNote },
        new(Conventions.Keras1, "squared_hinge"),
        new(Conventions.Exact),
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Any, HingeTargets.Of(call).Form);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Squared>(new Squared(HingeTargets.Of(call)));

    private readonly struct Squared(HingeTargets targets) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector gap = Gap<TLanes, TVector>(prediction, targets.Read<TLanes, TVector>(target));
            return TLanes.Multiply(gap, gap);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> sign = targets.Read<Lanes256<double>, Vector256<double>>(target);
            return -2 * sign * Gap<Lanes256<double>, Vector256<double>>(prediction, sign);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector Gap<TLanes, TVector>(TVector prediction, TVector sign)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => TLanes.Max(TLanes.Of(0), TLanes.Subtract(TLanes.Of(1), TLanes.Multiply(sign, prediction)));
    }
}
