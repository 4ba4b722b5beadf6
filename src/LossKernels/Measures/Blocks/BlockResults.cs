using System.Runtime.CompilerServices;

namespace LossKernels.Measures.Blocks;

/// <summary>Where the blocks of a measurement write what has a place for each row.</summary>
/// <param name="Losses">Where the losses are kept, or null.</param>
/// <param name="Gradient">The derivatives, or empty.</param>
/// <param name="Scales">By what the derivatives of each batch are multiplied: one over the denominator of a mean. Where there are no batches, one number.</param>
/// <param name="FirstRow">How many rows came before the first row of the source.</param>
internal sealed record BlockResults<T>(LossStore<T>? Losses, T[] Gradient, double[] Scales, long FirstRow = 0)
    where T : unmanaged
{
    // As much as the last-level cache of many a machine holds; of more, the first are gone when the last are written.
    private const long CachedBytes = 32 << 20;

    /// <summary>Whether derivatives go past the caches.</summary>
    public bool IsStreamed => (long)Gradient.Length * Unsafe.SizeOf<T>() > CachedBytes;
}
