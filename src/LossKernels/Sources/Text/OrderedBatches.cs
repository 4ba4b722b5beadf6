using System.Collections.Concurrent;

namespace LossKernels.Sources.Text;

/// <summary>Reads a file part by part, parses several parts at a time, and gives the batches in the order of the file.</summary>
internal static class OrderedBatches
{
    // Besides the batch that each thread fills: so a thread seldom waits for who uses them.
    private const int SpareBatches = 2;

    /// <summary>Reads all parts.</summary>
    /// <param name="cutter">The file.</param>
    /// <param name="layout">What is read of it.</param>
    /// <param name="threads">How many read and parse; a single one is that of the caller.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LossException">The file cannot be read on; all batches before that have come.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IEnumerable<CsvBatch> Read(CsvCutter cutter, CsvLayout layout, int threads, CancellationToken cancellation) =>
        threads == 1 ? ReadAlone(cutter, layout, cancellation) : ReadTogether(cutter, layout, threads, cancellation);

    private static IEnumerable<CsvBatch> ReadAlone(CsvCutter cutter, CsvLayout layout, CancellationToken cancellation)
    {
        CsvBatch batch = new(layout);
        while (cutter.TryRead(batch.Part, cancellation))
        {
            CsvParser.Parse(batch, cancellation);
            yield return batch;
        }
    }

    private static IEnumerable<CsvBatch> ReadTogether(CsvCutter cutter, CsvLayout layout, int threads, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using BlockingCollection<CsvBatch> free = [];
        using BlockingCollection<(CsvBatch Batch, Task Parsed)> inOrder = [];
        for (int i = 0; i < threads + SpareBatches; i++)
        {
            free.Add(new CsvBatch(layout), CancellationToken.None);
        }

        Task[] workers = new Task[threads];
        for (int i = 0; i < threads; i++)
        {
            workers[i] = Task.Factory.StartNew(() => Work(cutter, free, inOrder, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        try
        {
            foreach ((CsvBatch batch, Task parsed) in inOrder.GetConsumingEnumerable(stop.Token))
            {
                parsed.GetAwaiter().GetResult();
                yield return batch;
                free.Add(batch, CancellationToken.None);
            }
        }
        finally
        {
            stop.Cancel();
            Task.WaitAll(workers, CancellationToken.None);
        }
    }

    // The threads read in turns, which is quick, and parse what they have read, which is not. Whoever reads has memory for it already, so
    // the batch whose turn it is never waits for one behind it.
    private static void Work(CsvCutter cutter, BlockingCollection<CsvBatch> free, BlockingCollection<(CsvBatch Batch, Task Parsed)> inOrder, CancellationToken cancellation)
    {
        try
        {
            while (TryRead(cutter, free.Take(cancellation), inOrder, cancellation) is (CsvBatch batch, TaskCompletionSource parsed))
            {
                try
                {
                    CsvParser.Parse(batch, cancellation);
                    parsed.SetResult();
                }
                catch (Exception failure)
                {
                    parsed.SetException(failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever waits for the batches has the same token.
        }
    }

    private static (CsvBatch Batch, TaskCompletionSource Parsed)? TryRead(
        CsvCutter cutter, CsvBatch batch, BlockingCollection<(CsvBatch Batch, Task Parsed)> inOrder, CancellationToken cancellation)
    {
        lock (cutter)
        {
            if (inOrder.IsAddingCompleted)
            {
                return null;
            }

            TaskCompletionSource parsed = new();
            try
            {
                if (cutter.TryRead(batch.Part, cancellation))
                {
                    inOrder.Add((batch, parsed.Task), CancellationToken.None);
                    return (batch, parsed);
                }
            }
            catch (Exception failure)
            {
                parsed.SetException(failure);
                inOrder.Add((batch, parsed.Task), CancellationToken.None);
            }

            inOrder.CompleteAdding();
            return null;
        }
    }
}
