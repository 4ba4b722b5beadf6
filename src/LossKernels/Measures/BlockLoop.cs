using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>Takes the blocks of an array in any order and merges what they came to in theirs.</summary>
internal static class BlockLoop
{
    private const int BytesPerThread = 1 << 16;

    // Outcomes that are kept until their turn has come: batches may be very small, and very many.
    private const int BlocksAtOnce = 8192;

    // Of details, which may have a number for each class, so many numbers.
    private const int DetailNumbersAtOnce = 1 << 22;

    /// <summary>Measures all rows.</summary>
    /// <exception cref="LossException">The lowest row at fault, whatever the number of threads.</exception>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public static BatchMeans Run<T>(MeasurePlan plan, BlockEvaluator<T> evaluator, TensorSource source, BlockResults<T> results, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long rows = source.Layout.Rows;
        int blocks = plan.Schedule.Count(rows);
        int threads = Threads(rows * source.Layout.Classes * Unsafe.SizeOf<T>(), plan.Options.ThrottleLimit);
        BatchMeans total = new(plan);
        int most = plan.Options.Detailed ? Math.Clamp(DetailNumbersAtOnce / plan.DetailClasses, 16, BlocksAtOnce) : BlocksAtOnce;
        BlockOutcome[] outcomes = new BlockOutcome[Math.Min(blocks, most)];
        for (int first = 0; first < blocks; first += outcomes.Length)
        {
            int count = Math.Min(outcomes.Length, blocks - first);
            Measure(plan.Schedule, evaluator, source, results, first, outcomes.AsMemory(0, count), threads, cancellation);
            for (int i = 0; i < count; i++)
            {
                total.Add(plan.Schedule[first + i].First, outcomes[i]);
            }
        }

        return total;
    }

    private static void Measure<T>(
        BlockSchedule schedule,
        BlockEvaluator<T> evaluator,
        TensorSource source,
        BlockResults<T> results,
        int firstBlock,
        Memory<BlockOutcome> outcomes,
        int threads,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long rows = source.Layout.Rows;
        LossException?[] failures = new LossException?[outcomes.Length];
        int lowestFailure = outcomes.Length;

        Workspace<T> Take(int index, Workspace<T> memory)
        {
            if (index > Volatile.Read(ref lowestFailure))
            {
                return memory;
            }

            (long firstRow, int count) = schedule[firstBlock + index];
            try
            {
                outcomes.Span[index] = evaluator.Evaluate(source, firstRow, (int)Math.Min(count, rows - firstRow), memory, results);
            }
            catch (LossException failure)
            {
                failures[index] = failure;
                InterlockedMin(ref lowestFailure, index);
            }

            return memory;
        }

        if (threads == 1)
        {
            Workspace<T> memory = evaluator.CreateWorkspace(rows);
            for (int index = 0; index < outcomes.Length; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                Take(index, memory);
            }
        }
        else
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
            Parallel.For(0, outcomes.Length, options, () => evaluator.CreateWorkspace(rows), (index, _, memory) => Take(index, memory), _ => { });
        }

        if (lowestFailure < outcomes.Length)
        {
            throw failures[lowestFailure]!;
        }
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
