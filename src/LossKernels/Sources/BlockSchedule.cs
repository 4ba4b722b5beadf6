namespace LossKernels.Sources;

/// <summary>
/// How data is cut into blocks. The cut depends on the number of classes and on the batches alone, never on threads or on the way the data
/// came in: so sums come out the same to the last bit.
/// </summary>
/// <param name="RowsPerBlock">The rows of a block, but for the last one of a batch and of the data.</param>
/// <param name="RowsPerBatch">The rows of a batch; where there are no batches, more than there can be.</param>
internal readonly record struct BlockSchedule(int RowsPerBlock, long RowsPerBatch)
{
    // 256 KB of single-precision predictions: small enough to stay in a core's second-level cache, and the losses of as many rows too; large enough
    // that what a block costs by itself does not count.
    private const int ElementsPerBlock = 65536;

    /// <summary>The most rows of a block of a loss that takes some time for each.</summary>
    public const int MostRows = 16384;

    /// <summary>No batches.</summary>
    public const long NoBatches = long.MaxValue / 2;

    private long BlocksPerBatch => BlocksOf(RowsPerBatch);

    /// <summary>The schedule of predictions of some classes.</summary>
    public static BlockSchedule Of(int classes, long rowsPerBatch = NoBatches, int mostRows = MostRows) =>
        new(Math.Clamp(ElementsPerBlock / Math.Max(1, classes), 1, mostRows), rowsPerBatch);

    /// <summary>How many blocks some rows make.</summary>
    public long Count(long rows) => (rows / RowsPerBatch * BlocksPerBatch) + BlocksOf(rows % RowsPerBatch);

    /// <summary>How many batches some rows make, the last of them perhaps smaller.</summary>
    public long Batches(long rows) => (rows + RowsPerBatch - 1) / RowsPerBatch;

    /// <summary>The batch of a row.</summary>
    public long BatchOf(long row) => row / RowsPerBatch;

    /// <summary>The rows of a block of data that does not end.</summary>
    public (long First, int Count) this[long block]
    {
        get
        {
            (long batch, long within) = Math.DivRem(block, BlocksPerBatch);
            long skipped = within * RowsPerBlock;
            return ((batch * RowsPerBatch) + skipped, (int)Math.Min(RowsPerBlock, RowsPerBatch - skipped));
        }
    }

    private long BlocksOf(long rows) => (rows + RowsPerBlock - 1) / RowsPerBlock;
}
