using LossKernels.Tensors;

namespace LossKernels.Tests.Conformance;

/// <summary>What a call gives.</summary>
/// <param name="Values">The loss or the losses, or the values of another function.</param>
/// <param name="Gradient">The derivatives of the losses, or of their sum; null where they were not asked for.</param>
internal sealed record Outcome(TensorView Values, TensorView? Gradient = null);
