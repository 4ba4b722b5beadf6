using System.Globalization;
using LossKernels.Diagnostics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>A measured loss, and what it was measured by.</summary>
public sealed record LossResult
{
    private const double WeightRounding = 1e-12;

    /// <summary>The reduced loss in nats, or in bits where <see cref="IsInBits"/> says so, not rounded to the data type; null where the losses are kept.</summary>
    public required double? Loss { get; init; }

    /// <summary>The losses where they are kept, else null.</summary>
    public required TensorView? Values { get; init; }

    /// <summary>The derivatives of the loss to the predictions, of their shape, where they were asked for; else null.</summary>
    public TensorView? Gradient { get; init; }

    /// <summary>Accuracy, calibration and the like, where they were asked for; else null.</summary>
    public LossDetail? Detail { get; init; }

    /// <summary>The loss of the catalogue that was measured; null for cross-entropy.</summary>
    public LossFunction? Function { get; init; }

    /// <summary>The kind of cross-entropy that was measured; null for another loss.</summary>
    public LossKind? Kind { get; init; }

    /// <summary>Why it is that kind; null for another loss.</summary>
    public string? KindReason { get; init; }

    /// <summary>What the predictions were taken to be; null for another loss.</summary>
    public InputForm? Form { get; init; }

    /// <summary>Whose formula it is.</summary>
    public required Convention Convention { get; init; }

    /// <summary>What became of the losses.</summary>
    public required Reduction Reduction { get; init; }

    /// <summary>What a mean divides by.</summary>
    public required Denominator Denominator { get; init; }

    /// <summary>The value of <see cref="Denominator"/>.</summary>
    public required double DenominatorValue { get; init; }

    /// <summary>The clip bound; null where the formula has none.</summary>
    public required double? Epsilon { get; init; }

    /// <summary>The precision whose rounding the inputs and bounds have.</summary>
    public required ElementType DataType { get; init; }

    /// <summary>Whether the loss is in bits.</summary>
    public bool IsInBits { get; init; }

    /// <summary>
    /// Whether each loss is a cross-entropy, -sum of t ln p: not focal, poly-1 or generalised, and without positive weights. Targets may be smoothed.
    /// </summary>
    public bool IsPlain { get; init; } = true;

    /// <summary>The loss in bits, where it is a mean of cross-entropies; else null.</summary>
    public double? Bits => !IsMeanOfCrossEntropies ? null : IsInBits ? Loss : Loss / Math.Log(2);

    /// <summary>The number of equally likely classes that would be as uncertain: the exponential of the mean in nats; null where there are no bits.</summary>
    public double? Perplexity => Bits is not double bits ? null : IsInBits ? Math.Pow(2, bits) : Math.Exp(Loss!.Value);

    /// <summary>The number of samples, ignored ones included: rows of predictions.</summary>
    public required long SampleCount { get; init; }

    /// <summary>The number of classes, or of outputs for binary losses.</summary>
    public required int ClassCount { get; init; }

    /// <summary>The number of samples that were ignored because of their label.</summary>
    public required long IgnoredCount { get; init; }

    /// <summary>The number of samples that could not be read and were left out.</summary>
    public required long SkippedCount { get; init; }

    /// <summary>The sum of the weights of what was not ignored.</summary>
    public required double WeightSum { get; init; }

    /// <summary>The standard error of the mean over the samples; null where the losses are not averaged or there is one sample.</summary>
    public required double? StandardError { get; init; }

    /// <summary>The samples that cost most, ten at most and the costliest first, where the input was examined; else empty.</summary>
    public IReadOnlyList<CostlySample> Costliest { get; init; } = [];

    /// <summary>What was seen in the input that may make the number mean something else than intended.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>What was measured in one line, such as: Binary cross-entropy 0.25 (Mean, 2 samples, TensorFlow). Losses that are kept show their type and shape.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Function?.Name ?? $"{Kind} cross-entropy"} {(Loss is double loss ? loss : Values)} ({Reduction}, {SampleCount} samples, {Convention.Name})");

    // Weights that sum to another number than the denominator scale the loss, and it is no longer their mean.
    private bool IsMeanOfCrossEntropies => this is { Reduction: Reduction.Mean, Loss: not null, IsPlain: true }
        && (DenominatorValue == WeightSum || Math.Abs(DenominatorValue - WeightSum) <= WeightRounding * Math.Abs(WeightSum));
}
