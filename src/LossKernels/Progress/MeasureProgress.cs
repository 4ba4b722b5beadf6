namespace LossKernels.Progress;

/// <summary>How far a measurement has come. It is counted on the threads that measure and can be read on any other.</summary>
public sealed class MeasureProgress
{
    private long _rows;
    private long _expectedRows;
    private long _bytes;
    private long _expectedBytes;

    /// <summary>The rows that were measured so far.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>The share of the work that is done, from 0 to 1; null while it is not known how much there is.</summary>
    public double? Share => (Volatile.Read(ref _expectedRows), Volatile.Read(ref _expectedBytes)) switch
    {
        ( > 0 and long rows, _) => Math.Min((double)Rows / rows, 1),
        (_, > 0 and long bytes) => Math.Min((double)Volatile.Read(ref _bytes) / bytes, 1),
        _ => null,
    };

    /// <summary>Says how many rows there are, where that is known beforehand.</summary>
    internal void ExpectRows(long rows) => Interlocked.Add(ref _expectedRows, rows);

    /// <summary>Says how many bytes there are, where rows are counted only as they come.</summary>
    internal void ExpectBytes(long bytes) => Interlocked.Add(ref _expectedBytes, bytes);

    /// <summary>Counts rows.</summary>
    internal void AddRows(long rows) => Interlocked.Add(ref _rows, rows);

    /// <summary>Counts bytes.</summary>
    internal void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
