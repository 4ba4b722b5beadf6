using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>1 where p > Threshold says what t says, else 0. NaN says nothing.</summary>
public sealed class BinaryAccuracy : ElementFunction
{
    private const string Threshold = nameof(Threshold);

    /// <inheritdoc/>
    public override string Summary => "How many outputs are on the right side of a threshold.";

    /// <inheritdoc/>
    public override string Formula => "1 where t = (p > Threshold), else 0";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool HasGradient => false;

    /// <inheritdoc/>
    public override string Range => "0 to 1";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.Number(Threshold, 0.5, "Above which an output says yes."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        Metric(Conventions.TensorFlow),
        Metric(Conventions.Keras3),
        Metric(Conventions.Keras1),
        new(Conventions.Exact),
    ];

    private static LossUse Metric(Convention convention) => new(convention, "BinaryAccuracy", "binary_accuracy")
    {
        Denominator = Denominator.WeightSum,
        Note = "NaN is wrong; the framework takes it for a no.",
    };

    // Who gives a threshold has looked at what it is one of, unless no probability is on one of its sides.
    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (
        !call.IsGiven(Threshold) ? ValueForm.Chance : call[Threshold] is < 0 or >= 1 ? ValueForm.FarScore : ValueForm.Score, ValueForm.Answer);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Side>(new Side(double.CreateTruncating(Lanes.From<T>(call[Threshold]))));

    private readonly struct Side(double threshold) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector yes = TLanes.And(TLanes.Greater(prediction, TLanes.Of(threshold)), TLanes.Of(1));
            TVector right = TLanes.And(TLanes.Equal(yes, target), TLanes.Of(1));
            return TLanes.And(TLanes.Equal(prediction, prediction), right);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => Vector256<double>.Zero;
    }
}
