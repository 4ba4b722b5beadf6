namespace LossKernels.Measures;

/// <summary>
/// How data is cut into blocks. The cut depends on the number of classes alone, never on threads or on the way the data came in:
/// so sums come out the same to the last bit.
/// </summary>
internal static class BlockSchedule
{
    // 128 KB of single-precision predictions: small enough to stay in a core's cache, and the losses of as many rows too.
    private const int ElementsPerBlock = 32768;
    private const int MostRows = 4096;

    /// <summary>The rows of a block, the last one of the data excepted.</summary>
    public static int RowsPerBlock(int classes) => Math.Clamp(ElementsPerBlock / Math.Max(1, classes), 1, MostRows);
}
