using System.Collections.Immutable;
using LossKernels.Kernels.Binary;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// Whose formula: everything in which the frameworks differ, as data. The rows are in <see cref="Conventions"/>; what a framework calls a loss beside cross-entropy, and its numbers there, the loss itself knows.
/// </summary>
public sealed record Convention
{
    /// <summary>The name by which it is chosen.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that mean the same.</summary>
    public ImmutableArray<string> Synonyms { get; init; } = [];

    /// <summary>What else code writes in front of the framework's functions: the names by which their modules are imported.</summary>
    public ImmutableArray<string> Modules { get; init; } = [];

    /// <summary>What it stands for: a framework, its versions, its functions.</summary>
    public required string Versions { get; init; }

    /// <summary>What sets it apart, as a part of a sentence.</summary>
    public required string Traits { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public string Summary => $"{Versions}: {Traits}";

    /// <summary>The forms that binary cross-entropy takes.</summary>
    public InputForm BinaryForms { get; init; } = InputForm.Probability | InputForm.Logit;

    /// <summary>The forms that categorical and sparse categorical cross-entropy take.</summary>
    public InputForm CategoricalForms { get; init; } = InputForm.Probability | InputForm.Logit;

    /// <summary>Binary cross-entropy from probabilities.</summary>
    public ProbabilityFormula Binary { get; init; } = new();

    /// <summary>Categorical cross-entropy from probabilities.</summary>
    public ProbabilityFormula Categorical { get; init; } = new();

    /// <summary>Sparse categorical cross-entropy from probabilities.</summary>
    public ProbabilityFormula Sparse { get; init; } = new();

    /// <summary>What an infinite logit gives in binary cross-entropy: it shows how the framework writes the formula.</summary>
    public InfiniteLogit InfiniteLogit { get; init; } = InfiniteLogit.Limit;

    /// <summary>Whether a target of zero times an infinite logarithm is zero (else NaN).</summary>
    public bool ZeroTimesInfinityIsZero { get; init; }

    /// <summary>Whether binary losses are averaged over the class axis before anything else, so that a loss belongs to a sample; else to an element.</summary>
    public bool AveragesOutputs { get; init; }

    /// <summary>The class axis where none is named; negative counts from the last. A tensor of fewer axes uses its last.</summary>
    public int DefaultAxis { get; init; } = -1;

    /// <summary>The label that is ignored where none is named.</summary>
    public int? IgnoreClass { get; init; }

    /// <summary>What the mean of no losses is: zero, NaN or an error.</summary>
    public WhenAllIgnored MeanOfNothing { get; init; } = WhenAllIgnored.NaN;

    /// <summary>What the mean of binary and categorical losses divides by.</summary>
    public Denominator Denominator { get; init; } = Denominator.Valid;

    /// <summary>What the mean of sparse losses divides by.</summary>
    public Denominator SparseDenominator { get; init; } = Denominator.Valid;

    /// <summary>Whether probabilities outside 0..1 are refused (else they are clipped, or go into the formula as they are).</summary>
    public bool RefusesOutsideUnit { get; init; }

    /// <summary>Whether a NaN among probabilities is refused (else it goes into the formula).</summary>
    public bool RefusesNaN { get; init; }

    /// <summary>Whether a loss of weight zero is left out (else it is multiplied by zero, which keeps a NaN).</summary>
    public bool SkipsZeroWeight { get; init; }

    /// <summary>Whether the framework aligns sample weights with the losses from the last axis on, as NumPy broadcasts; here they always do from the first.</summary>
    public bool BroadcastsWeights { get; init; }

    /// <summary>Focal binary losses.</summary>
    public FocalDefaults BinaryFocal { get; init; } = new();

    /// <summary>Focal categorical and sparse losses.</summary>
    public FocalDefaults CategoricalFocal { get; init; } = new();

    /// <summary>What a class weight multiplies.</summary>
    public ClassWeighting ClassWeighting { get; init; } = ClassWeighting.Term;

    /// <summary>
    /// Whether the derivatives of categorical losses from logits are softmax less the targets whatever the targets sum to (else they are the
    /// true ones, softmax times that sum less the targets).
    /// </summary>
    public bool GradientTakesDistributions { get; init; }

    /// <summary>
    /// Where the derivative of a binary loss from probabilities is (p - z) / max(p (1 - p), floor), also where a logarithm is at its floor: that
    /// floor. Zero for the true derivative.
    /// </summary>
    public double BinaryGradientFloor { get; init; }

    /// <summary>Whether binary losses are in bits (else everything is in nats).</summary>
    public bool MeasuresBinaryInBits { get; init; }

    /// <summary>Whether a binary target above zero counts as one (else it is taken as it is).</summary>
    public bool HardensBinaryTargets { get; init; }

    /// <summary>The precision for numbers that have no type of their own: true is double, false is single.</summary>
    public bool DefaultsToDouble { get; init; }

    /// <summary>Whether everything is computed in double whatever comes in.</summary>
    public bool AlwaysDouble { get; init; }

    /// <summary>The data type of numbers that have none of their own.</summary>
    public ElementType UntypedDataType => DefaultsToDouble ? ElementType.Float64 : ElementType.Float32;

    /// <summary>The class axis of predictions, counted from the first: the one asked for, else the convention's, or the last where there are fewer.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: there is no such axis.</exception>
    public int ClassAxis(Shape shape, int? asked)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return AxisLayout.Of(shape, asked ?? Math.Min(DefaultAxis, shape.Rank - 1)).Axis;
    }

    /// <summary>The formula over probabilities for a kind of loss.</summary>
    public ProbabilityFormula Probabilities(LossKind kind) => kind switch
    {
        LossKind.Binary => Binary,
        LossKind.Categorical => Categorical,
        _ => Sparse,
    };

    /// <summary>What the mean of a kind of loss divides by.</summary>
    public Denominator MeanDenominator(LossKind kind) => kind == LossKind.Sparse ? SparseDenominator : Denominator;

    /// <summary>
    /// The formula of a kind of loss as text, made of these columns; null where the convention has none. z or t is the target, y the label; p, x
    /// or l is the prediction (a probability, a logit, the logarithm of a probability), and e is epsilon.
    /// </summary>
    /// <param name="kind">Binary, Categorical or Sparse.</param>
    /// <param name="form">What the predictions are: one form.</param>
    public string? Formula(LossKind kind, InputForm form) => Forms(kind).HasFlag(form) ? FormulaText.Of(this, kind, form) : null;

    /// <summary>The focal loss of a kind.</summary>
    public FocalDefaults Focal(LossKind kind) => kind == LossKind.Binary ? BinaryFocal : CategoricalFocal;

    /// <summary>The forms of prediction that a kind of loss takes.</summary>
    public InputForm Forms(LossKind kind) => kind == LossKind.Binary ? BinaryForms : CategoricalForms;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
