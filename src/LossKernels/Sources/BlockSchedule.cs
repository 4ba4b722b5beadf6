namespace LossKernels.Sources;

/// <summary>
/// How data is cut into blocks. The cut depends on the classes, on the axes behind them and on the batches alone, never on threads or on the way the
/// data came in: so sums come out the same to the last bit.
/// </summary>
/// <param name="RowsPerBlock">The rows of a block, but for the last one of a run, of a batch and of the data.</param>
/// <param name="RowsPerBatch">The rows of a batch; where there are no batches, more than there can be.</param>
/// <param name="RowsPerRun">The rows that lie side by side in a class, where no block goes past their end; else more than there can be.</param>
internal readonly record struct BlockSchedule(int RowsPerBlock, long RowsPerBatch, long RowsPerRun)
{
    // 256 KB of single-precision predictions: small enough to stay in a core's second-level cache, and the losses of as many rows too; large enough
    // that what a block costs by itself does not count.
    private const int ElementsPerBlock = 65536;

    // Where runs have fewer elements, blocks of one run each would cost more by themselves than it costs to copy some runs into a block.
    private const int FewestElements = ElementsPerBlock / 8;

    // Blocks in a run are as long as each other, but for what does not fill a vector of any kind.
    private const int RowStep = 16;

    /// <summary>The most rows of a block of a loss that takes some time for each.</summary>
    public const int MostRows = 16384;

    /// <summary>No batches.</summary>
    public const long NoBatches = long.MaxValue / 2;

    private long BlocksPerBatch => BlocksOf(RowsPerBatch);

    private long BlocksPerRun => (RowsPerRun + RowsPerBlock - 1) / RowsPerBlock;

    /// <summary>The schedule of predictions of some classes.</summary>
    /// <param name="classes">How many classes.</param>
    /// <param name="rowsPerBatch">The rows of a batch.</param>
    /// <param name="mostRows">The most rows of a block.</param>
    /// <param name="inner">The rows that lie side by side in a class; 1 where the classes of a row do.</param>
    public static BlockSchedule Of(int classes, long rowsPerBatch = NoBatches, int mostRows = MostRows, long inner = 1)
    {
        int rows = Math.Clamp(ElementsPerBlock / Math.Max(1, classes), 1, mostRows);
        bool hasRuns = inner > 1 && inner * classes >= FewestElements && (rowsPerBatch == NoBatches || rowsPerBatch % inner == 0);
        return hasRuns ? new(Even(inner, rows), rowsPerBatch, inner) : new(rows, rowsPerBatch, NoBatches);
    }

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
            (long run, long place) = Math.DivRem(within, BlocksPerRun);
            long inRun = place * RowsPerBlock;
            long skipped = (run * RowsPerRun) + inRun;
            return ((batch * RowsPerBatch) + skipped, (int)Math.Min(RowsPerBlock, Math.Min(RowsPerRun - inRun, RowsPerBatch - skipped)));
        }
    }

    private long BlocksOf(long rows) => (rows / RowsPerRun * BlocksPerRun) + (((rows % RowsPerRun) + RowsPerBlock - 1) / RowsPerBlock);

    // As many blocks as are needed, one as long as the other.
    private static int Even(long run, int most)
    {
        long blocks = (run + most - 1) / most;
        long rows = (run + blocks - 1) / blocks;
        return (int)Math.Min(most, (rows + RowStep - 1) / RowStep * RowStep);
    }
}
