using System.Buffers;

namespace LossKernels.Kernels;

/// <summary>
/// The probabilities of some rows in double, each with its logarithm and its complement: what every loss of classes can be computed from.
/// The memory is borrowed.
/// </summary>
internal readonly ref struct RowShares
{
    // 4,096 values of each: what stays in a core's cache while it is gone over a few times.
    private const int Values = 4096;

    private readonly double[] _memory;

    /// <summary>Borrows memory for rows of some classes.</summary>
    public RowShares(int classes)
    {
        Classes = classes;
        Rows = Math.Max(Values / classes, 1);
        _memory = ArrayPool<double>.Shared.Rent(((3 * Rows) + 2) * classes);
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The most rows that there is room for.</summary>
    public int Rows { get; }

    /// <summary>ln p, row by row.</summary>
    public Span<double> Logarithms => _memory.AsSpan(0, Rows * Classes);

    /// <summary>p, row by row.</summary>
    public Span<double> Shares => _memory.AsSpan(Rows * Classes, Rows * Classes);

    /// <summary>1 - p, row by row.</summary>
    public Span<double> Rests => _memory.AsSpan(2 * Rows * Classes, Rows * Classes);

    /// <summary>Room for a row: what the terms of its loss are multiplied by.</summary>
    public Span<double> Factors => _memory.AsSpan(3 * Rows * Classes, Classes);

    /// <summary>Room for a row: the derivatives of its loss to ln p.</summary>
    public Span<double> Slopes => _memory.AsSpan(((3 * Rows) + 1) * Classes, Classes);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_memory);
}
