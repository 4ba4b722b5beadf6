using LossKernels.Diagnostics;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>What to compute of cross-entropy.</summary>
public sealed record CrossEntropyOptions : LossOptions
{
    /// <summary>The kind of loss; Auto decides from the shapes and the first block of targets.</summary>
    public LossKind Kind { get; init; } = LossKind.Auto;

    /// <summary>What the predictions are.</summary>
    public InputForm Form { get; init; } = InputForm.Probability;

    /// <summary>What the term of a positive target is multiplied by, not negative: one number, or one for each output. Binary, from logits. Null for none.</summary>
    public IReadOnlyList<double>? PositiveWeights { get; init; }

    /// <summary>The share, from 0 to 1, of each target that is spread evenly over all classes: t (1 - a) + a / C; binary z (1 - a) + a / 2.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The focusing power, not negative: each term of the loss is multiplied by (1 - p)^gamma. With <see cref="FocalAlpha"/> alone, the convention's.</summary>
    public double? FocalGamma { get; init; }

    /// <summary>
    /// The balancing factors, not negative. Classes: one number, or one for each class. Binary: one number from 0 to 1, alpha for positive targets
    /// and 1 - alpha for others. With <see cref="FocalGamma"/> alone, the convention's.
    /// </summary>
    public IReadOnlyList<double>? FocalAlpha { get; init; }

    /// <summary>What logits are divided by; greater than zero.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Poly-1: epsilon (1 - p) is added to -ln p. Not with <see cref="GeneralizedQ"/>. Source: Z. Leng et al., PolyLoss, 2022.</summary>
    public double? PolyEpsilon { get; init; }

    /// <summary>
    /// Generalised cross-entropy: (1 - p^q) / q, 0 &lt; q &lt;= 1, takes the place of -ln p; nothing is clipped or normalised.
    /// Source: Z. Zhang, M. Sabuncu, 2018.
    /// </summary>
    public double? GeneralizedQ { get; init; }

    /// <summary>Whether the result has accuracy, calibration and the like.</summary>
    public bool Detailed { get; init; }

    /// <summary>Whether the input is examined by all rules, and not only by those that cost nothing: the diagnostics of the result tell what they find.</summary>
    public bool Examined { get; init; }

    /// <inheritdoc/>
    public override int? OwnIgnoreClass => Convention.IgnoreClass;

    // Weights of the outputs are those along the last axis, as the frameworks broadcast them, whatever axis classes are on.
    /// <inheritdoc/>
    public override int ClassAxis(Shape shape) => WeighsOutputs ? Convention.ClassAxis(shape, Axis ?? -1) : base.ClassAxis(shape);

    /// <summary>Whether binary outputs have positive weights of their own.</summary>
    internal bool WeighsOutputs => PositiveWeights is { Count: > 1 };

    internal override bool IsExamined => Examined;

    internal override LossException Explain(LossException failure, TensorView prediction, TensorView target) =>
        new Failure(failure, prediction, target, Convention, Kind, prediction.Shape.Rank == 0 ? 0 : ClassAxis(prediction.Shape), IgnoreClass ?? OwnIgnoreClass).Explain();

    internal override BoundLoss Bind(TensorView prediction, TensorView target, int axis, SharedKind? shared) =>
        BoundCrossEntropy.Create(this, prediction, target, axis, shared);
}
