namespace LossKernels.Measures;

/// <summary>Where the blocks of a measurement write what has a place for each row.</summary>
/// <param name="Losses">The losses that are kept, or empty.</param>
/// <param name="Gradient">The derivatives, or empty.</param>
/// <param name="Scales">By what the derivatives of each batch are multiplied: one over the denominator of a mean. Where there are no batches, one number.</param>
internal sealed record BlockResults<T>(T[] Losses, T[] Gradient, double[] Scales);
