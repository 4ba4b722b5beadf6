using LossKernels.Tensors;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Weights of samples that the framework would take for others.</summary>
public sealed class WeightAxisAmbiguous : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "Sample weights have fewer axes than the losses and fit both the first of theirs and the last, and the convention's framework "
        + "broadcasts from the last (Keras3, PyTorch, TensorFlowJs): N weights for losses of shape (N, N).";

    /// <inheritdoc/>
    public override string Reason => "Here weights belong to the samples, the first axis; the framework multiplies the steps or columns by them: another number, unless all weights are the same.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence) => evidence.AmbiguousWeights is not (Shape weights, Shape losses) ? null : Found(
        $"Weights of shape {weights} were taken for the samples of losses of shape {losses}; {evidence.Convention.Name} takes them for the last axis.",
        $"Give them the shape {weights.With(weights.Rank, 1)} for the samples, in the framework too, or {weights.With(0, 1)} for what it computes.",
        weights.Length,
        0);
}
