namespace LossKernels.Measures;

/// <summary>
/// Gives out blocks in their order, and takes what they come to in any. It is added up in the order of the blocks again, so that sums come out the same to
/// the last bit whatever the number of threads.
/// </summary>
/// <param name="schedule">How the data is cut.</param>
/// <param name="total">Where the outcomes go.</param>
/// <param name="first">The number of the first block.</param>
/// <param name="count">How many there are.</param>
/// <param name="threads">How many ask for blocks.</param>
internal sealed class BlockOrder(BlockSchedule schedule, BatchMeans total, long first, long count, int threads)
{
    // Blocks side by side are read better by one thread, and towards the end no thread is to have many when another has none.
    private const int MostAtOnce = 16;
    private const int TurnsLeft = 4;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<BlockOutcome, long> _waiting = new();
    private long _given = first;
    private long _next = first;
    private long _failed = first + count;

    /// <summary>How many blocks there are before the first that failed.</summary>
    public long Added { get; private set; }

    /// <summary>Why the first block that failed did, or null; whatever the number of threads.</summary>
    public LossException? Failure { get; private set; }

    /// <summary>Takes some of the blocks that nobody has taken.</summary>
    /// <param name="block">The first of them.</param>
    /// <param name="end">The one behind the last of them.</param>
    /// <returns>Whether there are any; after a failure there are none.</returns>
    public bool TryTake(out long block, out long end)
    {
        lock (_lock)
        {
            block = _given;
            _given += Math.Min(Math.Max(0, _failed - _given), Math.Clamp((_failed - _given) / (TurnsLeft * threads), 1, MostAtOnce));
            end = _given;
            return end > block;
        }
    }

    /// <summary>Takes what a block came to.</summary>
    public void Add(long block, in BlockOutcome outcome)
    {
        lock (_lock)
        {
            if (block > _next)
            {
                _waiting.Enqueue(outcome, block);
                return;
            }

            AddNext(outcome);
            while (_waiting.TryPeek(out _, out long next) && next == _next)
            {
                AddNext(_waiting.Dequeue());
            }
        }
    }

    /// <summary>Ends what comes behind a block. All before it have been taken.</summary>
    public void Fail(long block, LossException failure)
    {
        lock (_lock)
        {
            if (block < _failed)
            {
                (_failed, Failure) = (block, failure);
            }
        }
    }

    private void AddNext(in BlockOutcome outcome)
    {
        total.Add(schedule[_next++].First, outcome);
        Added++;
    }
}
