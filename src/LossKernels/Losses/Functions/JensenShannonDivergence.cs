using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>Half the divergences of target and prediction from their mean.</summary>
public sealed class JensenShannonDivergence : RowFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["js", "jsd"];

    /// <inheritdoc/>
    public override string Summary => "The mean of the divergences of target and prediction from the distribution halfway between them, in nats.";

    /// <inheritdoc/>
    public override string Formula => "sum of (t ln(t / m) + p ln(p / m)) / 2, m = (t + p) / 2";

    /// <inheritdoc/>
    public override string Range => "0 to ln 2, of distributions";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.Exact) { Note = "The square of what SciPy calls the Jensen-Shannon distance." },
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Distribution, ValueForm.Distribution);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairSumFormula<T, Divergence>(default);

    private readonly struct Divergence : IPairLoss
    {
        public static bool TakesTwo => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => VectorMath.HalfDivergence<TLanes, TVector>(prediction, target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) =>
            0.5 * VectorMath.Log(prediction / (0.5 * (prediction + target)));
    }
}
