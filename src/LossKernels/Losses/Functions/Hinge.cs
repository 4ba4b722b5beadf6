using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>max(Margin - t x, 0).</summary>
public sealed class Hinge : ElementFunction
{
    /// <inheritdoc/>
    public override string Summary => "How far a score is from the right side of the margin; targets are -1 and 1.";

    /// <inheritdoc/>
    public override string Formula => "max(Margin - t x, 0)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.NotNegative(LossNumbers.Margin, 1, "How far on the right side costs nothing; 0 gives the perceptron's loss."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "Hinge", "hinge") { Numbers = [(HingeTargets.ZeroIsNegative, 1)], Note = HingeTargets.ZeroNote },
        new(Conventions.Keras3, "Hinge", "hinge") { Numbers = [(HingeTargets.ZeroIsNegative, 1)], Note = HingeTargets.ZeroNote },
        new(Conventions.Keras1, "hinge"),
        new(Conventions.ScikitLearn, "hinge_loss") { Numbers = [(HingeTargets.ZeroIsNegative, 1)], Note = HingeTargets.ZeroNote },
        new(Conventions.Optax, "hinge_loss"),
        new(Conventions.TensorFlowJs, "hingeLoss") { Numbers = [(HingeTargets.FromUnit, 1)], Note = "Targets are 0 and 1: t stands for 2 t - 1." },
        new(Conventions.Exact),
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Any, HingeTargets.Of(call).Form);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Linear>(new Linear(HingeTargets.Of(call), call[LossNumbers.Margin]));

    private readonly struct Linear(HingeTargets targets, double margin) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct =>
            TLanes.Max(TLanes.Of(0), TLanes.Subtract(TLanes.Of(margin), TLanes.Multiply(targets.Read<TLanes, TVector>(target), prediction)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> sign = targets.Read<Lanes256<double>, Vector256<double>>(target);
            return PairMath.Where(Vector256.GreaterThan(Vector256.Create(margin) - (sign * prediction), Vector256<double>.Zero), -sign);
        }
    }
}
