using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>What to compute.</summary>
public sealed record CrossEntropyOptions
{
    /// <summary>The kind of loss; Auto decides from the shapes and the first block of targets.</summary>
    public LossKind Kind { get; init; } = LossKind.Auto;

    /// <summary>What the predictions are.</summary>
    public InputForm Form { get; init; } = InputForm.Probability;

    /// <summary>Whose formula.</summary>
    public Convention Convention { get; init; } = Conventions.TensorFlow;

    /// <summary>What becomes of the losses of the batch.</summary>
    public Reduction Reduction { get; init; } = Reduction.Mean;

    /// <summary>What a mean divides by.</summary>
    public Denominator Denominator { get; init; } = Denominator.Convention;

    /// <summary>The number that a mean divides by, where <see cref="Denominator"/> is Number; greater than zero.</summary>
    public double? DenominatorValue { get; init; }

    /// <summary>Samples in a batch: the loss is then the mean of the batches' means, as training loops print it, the last batch being what is left.</summary>
    public int? BatchSize { get; init; }

    /// <summary>A weight for each class, not negative; for binary losses of one output those of 0 and 1. Null for none.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

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

    /// <summary>The label that is left out; null for the convention's. Sparse only.</summary>
    public int? IgnoreClass { get; init; }

    /// <summary>What the mean of no losses is.</summary>
    public WhenAllIgnored WhenAllIgnored { get; init; } = WhenAllIgnored.Convention;

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

    /// <summary>The class axis of the predictions; null for the convention's.</summary>
    public int? Axis { get; init; }

    /// <summary>Replaces the convention's clip bound and second epsilon; zero turns them off.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Float32 or Float64; null lets the type of the predictions decide, and the convention where that type is neither.</summary>
    public ElementType? DataType { get; init; }

    /// <summary>
    /// Whether the result has the derivatives of the loss to the predictions as they were given; where the losses are kept, of their sum.
    /// What is clipped has derivative zero.
    /// </summary>
    public bool Gradient { get; init; }

    /// <summary>
    /// A file for the losses themselves, in the data type and NumPy's format (.npy); the result then has none in memory. Null for no file.
    /// </summary>
    public string? OutputPath { get; init; }

    /// <summary>Whether a file that is at <see cref="OutputPath"/> already is replaced; else that is an error.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The most threads to use; zero for all cores.</summary>
    public int ThrottleLimit { get; init; }
}
