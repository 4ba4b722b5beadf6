using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>A distance, where two belong together; what it lacks of the margin, where they do not.</summary>
public sealed class HingeEmbedding : ElementFunction
{
    /// <inheritdoc/>
    public override string Summary => "Of a distance x: x where t is 1, and what it lacks of Margin where t is -1.";

    /// <inheritdoc/>
    public override string Formula => "x where t = 1, max(Margin - x, 0) where t = -1";

    /// <inheritdoc/>
    public override string Range => "minus infinity to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.Number(LossNumbers.Margin, 1, "From which distance on two that do not belong together cost nothing."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "HingeEmbeddingLoss", "hinge_embedding_loss"),
        new(Conventions.Exact),
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Any, ValueForm.Side);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Embedding>(new Embedding(call[LossNumbers.Margin]));

    // A target that is neither has both terms.
    private readonly struct Embedding(double margin) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector lack = TLanes.Max(TLanes.Of(0), TLanes.Subtract(TLanes.Of(margin), prediction));
            return TLanes.Add(
                TLanes.AndNot(prediction, TLanes.Equal(target, TLanes.Of(-1))), TLanes.AndNot(lack, TLanes.Equal(target, TLanes.Of(1))));
        }

        // At the margin itself PyTorch's derivative is that of what lies within it.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) =>
            Vector256.AndNot(Vector256<double>.One, IsApart(target))
            - Vector256.AndNot(Vector256.GreaterThanOrEqual(Vector256.Create(margin), prediction) & Vector256<double>.One, IsTogether(target));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> IsTogether(Vector256<double> target) => Vector256.Equals(target, Vector256<double>.One);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> IsApart(Vector256<double> target) => Vector256.Equals(target, -Vector256<double>.One);
    }
}
