using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>Measures blocks on several threads.</summary>
/// <param name="plan">What is measured.</param>
/// <param name="mostRows">The most rows that a source will have.</param>
/// <param name="total">Where what they come to goes.</param>
internal sealed class BlockRunner<T>(MeasurePlan plan, long mostRows, BatchMeans total) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BytesPerThread = 1 << 16;

    private readonly BlockEvaluator<T> _evaluator = new(plan);
    private readonly ConcurrentBag<Workspace<T>> _memory = [];

    /// <summary>Measures consecutive blocks.</summary>
    /// <param name="source">Where their rows are.</param>
    /// <param name="results">Where what is kept of each row goes.</param>
    /// <param name="firstBlock">The number of the first block.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="context">Who waits.</param>
    /// <param name="failure">Why the first block that failed did, or null.</param>
    /// <returns>How many blocks were measured: those before the first that failed, whatever the number of threads.</returns>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public long Run(TensorSource source, BlockResults<T> results, long firstBlock, long blocks, MeasureContext context, out LossException? failure)
    {
        int threads = (int)Math.Clamp(blocks, 1, Threads(source.Layout.Rows * source.Layout.Classes * Unsafe.SizeOf<T>()));
        BlockOrder order = new(plan.Schedule, total, firstBlock, blocks, threads);
        if (threads == 1)
        {
            Measure(source, results, order, context);
        }
        else
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Measure(source, results, order, context));
        }

        context.Cancellation.ThrowIfCancellationRequested();
        failure = order.Failure;
        return order.Added;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Workspace<T> memory in _memory)
        {
            memory.Dispose();
        }
    }

    private void Measure(TensorSource source, BlockResults<T> results, BlockOrder order, MeasureContext context)
    {
        Workspace<T>? memory = null;
        while (!context.Cancellation.IsCancellationRequested && order.TryTake(out long block, out long end))
        {
            if (memory is null && !_memory.TryTake(out memory))
            {
                memory = _evaluator.CreateWorkspace(mostRows);
            }

            for (; block < end && !context.Cancellation.IsCancellationRequested; block++)
            {
                Measure(source, results, block, memory, order, context);
            }
        }

        if (memory is not null)
        {
            _memory.Add(memory);
        }
    }

    private void Measure(TensorSource source, BlockResults<T> results, long block, Workspace<T> memory, BlockOrder order, MeasureContext context)
    {
        (long first, int most) = plan.Schedule[block];
        int rows = (int)Math.Min(most, results.FirstRow + source.Layout.Rows - first);
        try
        {
            order.Add(block, _evaluator.Evaluate(source, first - results.FirstRow, rows, memory, results));
            context.Progress?.AddRows(rows);
        }
        catch (LossException reason)
        {
            order.Fail(block, reason);
        }
    }

    // As many as asked for, or as there are cores, but each with work that is worth waking it.
    private int Threads(long bytes) =>
        (int)Math.Clamp(bytes / BytesPerThread, 1, plan.Options.ThrottleLimit > 0 ? plan.Options.ThrottleLimit : Environment.ProcessorCount);
}
