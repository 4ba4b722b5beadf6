using LossKernels.Measures.Sums;
using LossKernels.Sources;

namespace LossKernels.Measures.Blocks;

/// <summary>
/// Gives out blocks in their order, and takes what they come to in any. It is added up in the order of the blocks again, so that sums come out the same to
/// the last bit whatever the number of threads, and so does the failure: the first in that order.
/// </summary>
/// <param name="schedule">How the data is cut.</param>
/// <param name="total">Where the outcomes go.</param>
/// <param name="first">The number of the first block.</param>
/// <param name="count">How many there are.</param>
/// <param name="threads">How many ask for blocks.</param>
internal sealed class BlockOrder(BlockSchedule schedule, BatchMeans total, long first, long count, int threads)
{
    /// <summary>The most blocks that a thread takes at once: side by side they are read better by one thread, which asks for small ones less often, too.</summary>
    public const int MostAtOnce = 16;

    // Towards the end no thread is to have many when another has none.
    private const int TurnsLeft = 4;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<BlockClaim, long> _waiting = new();
    private readonly Stack<BlockClaim> _idle = new();
    private long _given = first;
    private long _end = first + count;
    private long _next = first;

    /// <summary>How many blocks there are before the first that failed.</summary>
    public long Added { get; private set; }

    /// <summary>Why the first block that failed did, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Takes some of the blocks that nobody has taken; null where there are none, as after a failure.</summary>
    public BlockClaim? Take()
    {
        lock (_lock)
        {
            long left = _end - _given;
            if (left == 0)
            {
                return null;
            }

            // They become fewer and fewer, so that there is room in what had room before.
            int size = (int)Math.Clamp(left / (TurnsLeft * threads), 1, MostAtOnce);
            if (!_idle.TryPop(out BlockClaim? claim))
            {
                claim = new BlockClaim(size);
            }

            claim.Begin(_given, size);
            _given = claim.End;
            return claim;
        }
    }

    /// <summary>Gives back blocks that were taken, and what they came to.</summary>
    public void Add(BlockClaim claim)
    {
        lock (_lock)
        {
            // Behind one that did not come to its end none is added.
            _waiting.Enqueue(claim, claim.First);
            while (_waiting.TryPeek(out _, out long place) && place == _next)
            {
                AddNext(_waiting.Dequeue());
            }

            if (claim.Failure is not null || Failure is not null)
            {
                _end = _given;
            }
        }
    }

    private void AddNext(BlockClaim claim)
    {
        try
        {
            foreach (ref readonly BlockOutcome outcome in claim.Outcomes)
            {
                total.Add(schedule[_next].First, outcome);
                _next++;
                Added++;
            }

            Failure = claim.Failure;
        }
        catch (LossException failure)
        {
            // The batch that this block ends has no mean.
            Failure = failure;
        }

        _idle.Push(claim);
    }
}
