using LossKernels.Semantics;
using Fix = LossKernels.Diagnostics.Fix;
using KernelResult = LossKernels.Measures.LossResult;

namespace LossCmdlets.Output;

/// <summary>A measured cross-entropy: what any loss has, and what only cross-entropy has.</summary>
public sealed class CrossEntropyResult : LossResult
{
    /// <summary>A loss of no samples, only to compare with: PowerShell makes one of the number in $result -lt 0.5.</summary>
    /// <param name="loss">The loss.</param>
    public CrossEntropyResult(double loss)
        : base(loss)
    {
    }

    /// <summary>A measured cross-entropy.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="labels">The labels of the classes, where they are known.</param>
    /// <param name="group">What the samples have in common, where they are a group.</param>
    /// <param name="label">What the result is called, where it has a name.</param>
    /// <param name="writeFix">Writes what a diagnostic says to change as a call; null for the call with placeholders.</param>
    internal CrossEntropyResult(
        KernelResult result, IReadOnlyList<string>? labels = null, object? group = null, string? label = null, Func<Fix, string>? writeFix = null)
        : base(result, group, label, writeFix) => Detail = result.Detail is null ? null : new CrossEntropyDetail(result.Detail, labels);

    /// <summary>Accuracy, calibration and the like, where they were asked for; else null.</summary>
    public CrossEntropyDetail? Detail { get; }

    /// <summary>The kind that was measured.</summary>
    public Kind Kind => Result.Kind!.Value.ToOutput();

    /// <summary>Why it is that kind.</summary>
    public string KindReason => Result.KindReason!;

    /// <summary>Whether the predictions were taken for logits.</summary>
    public bool FromLogits => Result.Form == InputForm.Logit;

    /// <summary>Whether the predictions were taken for logarithms of probabilities.</summary>
    public bool FromLogProbability => Result.Form == InputForm.LogProbability;

    /// <summary>The unit of the loss: nats, or bits.</summary>
    public string Unit => Result.IsInBits ? "bits" : "nats";

    /// <summary>The loss in bits, where it is a mean of cross-entropies; else null.</summary>
    public double? Bits => Result.Bits;

    /// <summary>The number of equally likely classes that would be as uncertain: the exponential of the mean in nats; null where there are no bits.</summary>
    public double? Perplexity => Result.Perplexity;

    // The names as text: an interpolated enum would have its formatter compiled for every first result.
    internal override string Choice => Kind.ToString() + ": " + KindReason + ". Convention " + Convention + ", " + DataType.ToString() + ".";

    private protected override string View => base.View + (Detail is null ? "" : "Detailed");
}
