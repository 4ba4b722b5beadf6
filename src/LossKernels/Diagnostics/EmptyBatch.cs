namespace LossKernels.Diagnostics;

/// <summary>A batch that has nothing to average, though others have.</summary>
/// <param name="Number">Which batch, from zero.</param>
/// <param name="FirstSample">The number of its first sample.</param>
/// <param name="Samples">Its samples that count.</param>
/// <param name="Ignored">Its losses that are ignored.</param>
internal readonly record struct EmptyBatch(long Number, long FirstSample, long Samples, long Ignored);
