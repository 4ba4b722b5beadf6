using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>Takes blocks in any order and on several threads; what each came to stands in its place.</summary>
/// <param name="plan">What is measured.</param>
/// <param name="mostRows">The most rows that a source will have.</param>
internal sealed class BlockRunner<T>(MeasurePlan plan, long mostRows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BytesPerThread = 1 << 16;

    private readonly BlockEvaluator<T> _evaluator = new(plan);
    private readonly ConcurrentBag<Workspace<T>> _memory = [];

    /// <summary>Measures consecutive blocks.</summary>
    /// <param name="source">Where their rows are.</param>
    /// <param name="results">Where what is kept of each row goes.</param>
    /// <param name="firstBlock">The number of the first block.</param>
    /// <param name="outcomes">What the blocks come to, as many as are to be measured.</param>
    /// <param name="context">Who waits.</param>
    /// <param name="failure">Why the first block that failed did, or null.</param>
    /// <returns>How many blocks there are before the first that failed, whatever the number of threads.</returns>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public int Run(
        TensorSource source, BlockResults<T> results, long firstBlock, Memory<BlockOutcome> outcomes, MeasureContext context, out LossException? failure)
    {
        LossException?[] failures = new LossException?[outcomes.Length];
        int lowestFailure = outcomes.Length;
        long end = results.FirstRow + source.Layout.Rows;

        void Take(int index)
        {
            if (index > Volatile.Read(ref lowestFailure))
            {
                return;
            }

            (long first, int most) = plan.Schedule[firstBlock + index];
            int rows = (int)Math.Min(most, end - first);
            if (!_memory.TryTake(out Workspace<T>? memory))
            {
                memory = _evaluator.CreateWorkspace(mostRows);
            }

            try
            {
                outcomes.Span[index] = _evaluator.Evaluate(source, first - results.FirstRow, rows, memory, results);
                context.Progress?.AddRows(rows);
            }
            catch (LossException reason)
            {
                failures[index] = reason;
                InterlockedMin(ref lowestFailure, index);
            }

            _memory.Add(memory);
        }

        int threads = Threads(source.Layout.Rows * source.Layout.Classes * Unsafe.SizeOf<T>());
        if (threads == 1 || outcomes.Length == 1)
        {
            for (int index = 0; index < outcomes.Length; index++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                Take(index);
            }
        }
        else
        {
            Parallel.For(0, outcomes.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = context.Cancellation }, Take);
        }

        failure = lowestFailure < outcomes.Length ? failures[lowestFailure] : null;
        return lowestFailure;
    }

    // As many as asked for, or as there are cores, but each with work that is worth waking it.
    private int Threads(long bytes) =>
        (int)Math.Clamp(bytes / BytesPerThread, 1, plan.Options.ThrottleLimit > 0 ? plan.Options.ThrottleLimit : Environment.ProcessorCount);

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
