using System.Runtime.InteropServices;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// What a softmax kernel finds out about each row, relative to a pivot class k (the target's, mostly):
/// the cross-entropy is gap + mass * ln(1 + tail).
/// </summary>
internal readonly ref struct RowStatistics
{
    /// <summary>Carves the statistics of some rows out of scratch memory.</summary>
    /// <param name="scratch">The memory.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="logs">Where the logarithms go; empty where nobody asks.</param>
    public RowStatistics(Span<double> scratch, int rows, Span<double> logs = default)
    {
        Log = logs;
        Gap = scratch[..rows];
        Tail = scratch.Slice(rows, rows);
        Mass = scratch.Slice(2 * rows, rows);
        Pivot = MemoryMarshal.Cast<double, int>(scratch.Slice(3 * rows, rows))[..rows];
    }

    /// <summary>The doubles that one row takes.</summary>
    public const int PerRow = 4;

    /// <summary>Sum of t_j (x_k - x_j); zero where the pivot is the only target.</summary>
    public Span<double> Gap { get; }

    /// <summary>Sum of exp(x_j - x_k) over j other than k: what keeps a loss of 1e-30 from being zero.</summary>
    public Span<double> Tail { get; }

    /// <summary>ln(1 + tail), as exact as losses of the data type need it.</summary>
    public Span<double> Log { get; }

    /// <summary>Sum of the targets.</summary>
    public Span<double> Mass { get; }

    /// <summary>The number of the pivot class.</summary>
    public Span<int> Pivot { get; }
}
