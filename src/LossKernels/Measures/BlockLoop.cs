using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>Takes the blocks of an array in any order and merges what they came to in theirs.</summary>
internal static class BlockLoop
{
    private const int BytesPerThread = 1 << 16;

    /// <summary>Measures all rows.</summary>
    /// <exception cref="LossException">The lowest row at fault, whatever the number of threads.</exception>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public static BlockOutcome Run<T>(BlockEvaluator<T> evaluator, TensorSource source, BlockResults<T> results, int throttleLimit, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long rows = source.Layout.Rows;
        int blocks = checked((int)((rows + evaluator.RowsPerBlock - 1) / evaluator.RowsPerBlock));
        BlockOutcome[] outcomes = new BlockOutcome[blocks];
        LossException?[] failures = new LossException?[blocks];
        int lowestFailure = blocks;

        Workspace<T> Take(int block, Workspace<T> memory)
        {
            if (block > Volatile.Read(ref lowestFailure))
            {
                return memory;
            }

            long firstRow = (long)block * evaluator.RowsPerBlock;
            try
            {
                outcomes[block] = evaluator.Evaluate(source, firstRow, (int)Math.Min(evaluator.RowsPerBlock, rows - firstRow), memory, results);
            }
            catch (LossException failure)
            {
                failures[block] = failure;
                InterlockedMin(ref lowestFailure, block);
            }

            return memory;
        }

        int threads = Threads(rows * source.Layout.Classes * Unsafe.SizeOf<T>(), throttleLimit);
        if (threads == 1)
        {
            Workspace<T> memory = evaluator.CreateWorkspace(rows);
            for (int block = 0; block < blocks; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                Take(block, memory);
            }
        }
        else
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
            Parallel.For(0, blocks, options, () => evaluator.CreateWorkspace(rows), (block, _, memory) => Take(block, memory), _ => { });
        }

        if (lowestFailure < blocks)
        {
            throw failures[lowestFailure]!;
        }

        BlockOutcome total = default;
        foreach (ref readonly BlockOutcome outcome in outcomes.AsSpan())
        {
            total.Merge(outcome);
        }

        return total;
    }

    // As many as asked for, or as there are cores, but each with work that is worth waking it.
    private static int Threads(long bytes, int throttleLimit) =>
        (int)Math.Clamp(bytes / BytesPerThread, 1, throttleLimit > 0 ? throttleLimit : Environment.ProcessorCount);

    private static void InterlockedMin(ref int location, int value)
    {
        int seen = Volatile.Read(ref location);
        while (value < seen)
        {
            int before = Interlocked.CompareExchange(ref location, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
