using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>0 where p = t, else 1.</summary>
public sealed class Hamming : ElementFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["hamming_distance"];

    /// <inheritdoc/>
    public override string Summary => "How many predictions are another label than the target.";

    /// <inheritdoc/>
    public override string Formula => "0 where p = t, else 1";

    /// <inheritdoc/>
    public override bool HasGradient => false;

    /// <inheritdoc/>
    public override string Range => "0 to 1";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.ScikitLearn, "hamming_loss"),
        new(Conventions.Exact),
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Label, ValueForm.Any);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Difference>(default);

    private readonly struct Difference : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => TLanes.AndNot(TLanes.Of(1), TLanes.Equal(prediction, target));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => Vector256<double>.Zero;
    }
}
