using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses.Functions;

/// <summary>The mean over the outputs of a row of -t ln s(x) - (1 - t) ln s(-x), s the sigmoid.</summary>
public sealed class MultiLabelSoftMargin : RowFunction
{
    /// <inheritdoc/>
    public override string Summary => "Binary cross-entropy of the logits of a row of outputs, which is averaged over them.";

    /// <inheritdoc/>
    public override string Formula => "mean over j of t_j ln(1 + e^-x_j) + (1 - t_j) ln(1 + e^x_j)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "MultiLabelSoftMarginLoss", "multilabel_soft_margin_loss"),
        new(Conventions.Exact),
    ];

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.Any, ValueForm.Answer);

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairSumFormula<T, Logistic>(default, averages: true);

    private readonly struct Logistic : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector yes = VectorMath.Softplus<TLanes, TVector, double>(TLanes.Subtract(TLanes.Of(0), prediction));
            TVector no = VectorMath.Softplus<TLanes, TVector, double>(prediction);
            return TLanes.Add(TLanes.Multiply(target, yes), TLanes.Multiply(TLanes.Subtract(TLanes.Of(1), target), no));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) =>
            ((Vector256<double>.One - target) * VectorMath.Sigmoid(prediction)) - (target * VectorMath.Sigmoid(-prediction));
    }
}
