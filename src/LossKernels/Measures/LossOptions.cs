using LossKernels.Measures.Binding;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>What to compute, whatever the loss: whose formula, and what becomes of the losses.</summary>
public abstract record LossOptions
{
    private protected LossOptions()
    {
    }

    /// <summary>Whose formula.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public Convention Convention
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    }
    = Conventions.TensorFlow;

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

    /// <summary>The label that is left out; null for the one that the loss leaves out by itself, if any. Class numbers only.</summary>
    public int? IgnoreClass { get; init; }

    /// <summary>What the mean of no losses is.</summary>
    public WhenAllIgnored WhenAllIgnored { get; init; } = WhenAllIgnored.Convention;

    /// <summary>Replaces the convention's clip bound and second epsilon; zero turns them off.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The class axis of the predictions; null for the convention's.</summary>
    public int? Axis { get; init; }

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

    /// <summary>Whether no rules are asked at all, and the result has no diagnostics.</summary>
    public bool SkipDiagnostics { get; init; }

    /// <summary>The most threads to use; zero for all cores.</summary>
    public int ThrottleLimit { get; init; }

    /// <summary>Whether targets may be labels of classes, so that text among them can be one; else all of them are numbers.</summary>
    public virtual bool TakesLabels => true;

    /// <summary>The label that the loss leaves out where none is given; null for none.</summary>
    public virtual int? OwnIgnoreClass => null;

    /// <summary>The class axis of predictions, counted from the first: the one asked for, else the convention's.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: there is no such axis.</exception>
    public virtual int ClassAxis(Shape shape) => Convention.ClassAxis(shape, Axis);

    /// <summary>Whether the loss is one number for all samples together, so that they cannot come one by one.</summary>
    internal virtual bool NeedsAllAtOnce => false;

    /// <summary>The most rows of a block.</summary>
    internal virtual int MostRowsPerBlock => BlockSchedule.MostRows;

    /// <summary>Whether the input is examined by all rules.</summary>
    internal virtual bool IsExamined => false;

    /// <summary>A failure with what an examination makes of it.</summary>
    /// <param name="failure">Why there is no measurement.</param>
    /// <param name="prediction">The predictions, or the first of them.</param>
    /// <param name="target">The targets, or the first of them.</param>
    internal virtual LossException Explain(LossException failure, TensorView prediction, TensorView target) => failure;

    /// <summary>Decides what the loss takes for targets, and refuses shapes that do not belong together.</summary>
    /// <param name="prediction">The predictions, or the first of them, with one axis at least.</param>
    /// <param name="target">The targets, or the first of them.</param>
    /// <param name="axis">The class axis, counted from the first.</param>
    /// <param name="shared">The decision about the kind, where several measurements share it; else null.</param>
    /// <exception cref="LossException">AmbiguousKind, TargetCountMismatch or ShapeMismatch.</exception>
    internal abstract BoundLoss Bind(TensorView prediction, TensorView target, int axis, SharedKind? shared);
}
