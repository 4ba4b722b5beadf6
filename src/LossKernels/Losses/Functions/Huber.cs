using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>Half the square of small errors, and in proportion to large ones.</summary>
public sealed class Huber : ElementFunction
{
    private const string Delta = nameof(Delta);

    /// <inheritdoc/>
    public override string Summary => "Half the square of errors up to Delta, and Delta times their magnitude, less Delta^2 / 2, beyond.";

    /// <inheritdoc/>
    public override string Formula => "(p - t)^2 / 2 where |p - t| <= Delta, else Delta |p - t| - Delta^2 / 2";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.Positive(Delta, 1, "Where the square ends."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.TensorFlow, "Huber", "huber", "huber_loss"),
        new(Conventions.Keras3, "Huber", "huber"),
        new(Conventions.PyTorch, "HuberLoss", "huber_loss"),
        new(Conventions.Optax, "huber_loss"),
        new(Conventions.TensorFlowJs, "huberLoss"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, Bent>(new Bent(call[Delta]));

    private readonly struct Bent(double delta) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
            where TLanes : ILanes<TVector, double>
            where TVector : struct
        {
            TVector size = PairMath.Abs<TLanes, TVector, double>(TLanes.Subtract(prediction, target));
            TVector border = TLanes.Of(delta);
            TVector linear = TLanes.Multiply(border, TLanes.Subtract(size, TLanes.Of(delta / 2)));
            TVector square = TLanes.Multiply(TLanes.Multiply(TLanes.Of(0.5), size), size);
            return TLanes.Select(TLanes.Greater(size, border), linear, square);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
        {
            Vector256<double> error = prediction - target;
            return Vector256.ConditionalSelect(Vector256.GreaterThan(Vector256.Abs(error), Vector256.Create(delta)), delta * PairMath.Sign(error), error);
        }
    }
}
