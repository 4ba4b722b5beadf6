using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Sums;
using LossKernels.Progress;
using LossKernels.Sources;

namespace LossKernels.Measures.Blocks;

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
        failure = order.Failure as LossException;
        if (order.Failure is not null && failure is null)
        {
            ExceptionDispatchInfo.Throw(order.Failure);
        }

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
        while (!context.Cancellation.IsCancellationRequested && order.Take() is BlockClaim claim)
        {
            try
            {
                memory ??= _memory.TryTake(out Workspace<T>? left) ? left : _evaluator.CreateWorkspace(mostRows);
                while (claim.Next < claim.End && !context.Cancellation.IsCancellationRequested)
                {
                    (long first, int most) = plan.Schedule[claim.Next];
                    int rows = (int)Math.Min(most, results.FirstRow + source.Layout.Rows - first);
                    claim.Add(_evaluator.Evaluate(source, first - results.FirstRow, rows, memory, results));
                    context.Progress?.AddRows(rows);
                }
            }
            catch (Exception failure)
            {
                // Of all threads' failures the one that is met first in the data is told, whatever it is.
                claim.Fail(failure);
            }

            order.Add(claim);
        }

        if (memory is not null)
        {
            _memory.Add(memory);
        }
    }

    // As many as asked for, or as there are cores, but each with work that is worth waking it.
    private int Threads(long bytes) =>
        (int)Math.Clamp(bytes / BytesPerThread, 1, plan.Options.ThrottleLimit > 0 ? plan.Options.ThrottleLimit : Environment.ProcessorCount);
}
