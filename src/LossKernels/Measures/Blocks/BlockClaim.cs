using LossKernels.Measures.Sums;

namespace LossKernels.Measures.Blocks;

/// <summary>Blocks side by side that one thread measures, and what they come to until that is added up.</summary>
/// <param name="most">How many blocks there is room for.</param>
internal sealed class BlockClaim(int most)
{
    private readonly BlockOutcome[] _outcomes = new BlockOutcome[most];
    private int _count;

    /// <summary>The first block.</summary>
    public long First { get; private set; }

    /// <summary>The block behind the last.</summary>
    public long End { get; private set; }

    /// <summary>The block that is to be measured now.</summary>
    public long Next => First + _count;

    /// <summary>What the blocks before that one came to.</summary>
    public ReadOnlySpan<BlockOutcome> Outcomes => _outcomes.AsSpan(0, _count);

    /// <summary>Why that one could not be measured, or null; those behind it are not tried.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Begins anew.</summary>
    /// <param name="first">The first block.</param>
    /// <param name="count">How many there are.</param>
    public void Begin(long first, int count)
    {
        // What was added up is not to be kept alive.
        _outcomes.AsSpan(0, _count).Clear();
        (First, End, _count, Failure) = (first, first + count, 0, null);
    }

    /// <summary>Takes what the next block came to.</summary>
    public void Add(in BlockOutcome outcome) => _outcomes[_count++] = outcome;

    /// <summary>Ends with the next block.</summary>
    public void Fail(Exception failure) => Failure = failure;
}
