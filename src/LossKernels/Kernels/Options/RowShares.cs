using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Options;

/// <summary>
/// The probabilities of some rows in double, each with its logarithm and its complement: what every loss of classes can be computed from.
/// The values of a class lie side by side, so that a vector's lanes are rows. The memory is borrowed.
/// </summary>
internal readonly ref struct RowShares
{
    // 4,096 values of each: what stays in a core's cache while it is gone over a few times.
    private const int Values = 4096;
    private const int Buffers = 8;

    /// <summary>More rows than that there is never room for.</summary>
    public const int MostRows = 64;

    private readonly double[] _memory;

    /// <summary>So many rows there is room for where one class of each is picked.</summary>
    public const int MostPicked = 256;

    /// <summary>Borrows memory for rows of some classes.</summary>
    public RowShares(int classes)
        : this(classes, Math.Clamp(Values / classes / Vector256<double>.Count * Vector256<double>.Count, Vector256<double>.Count, MostRows))
    {
    }

    private RowShares(int classes, int rows)
    {
        Classes = classes;
        Rows = rows;
        _memory = ArrayPool<double>.Shared.Rent(Buffers * rows * classes);
    }

    /// <summary>Borrows memory for a class of each of some rows.</summary>
    public static RowShares OfPicked() => new(1, MostPicked);

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The most rows that there is room for: a multiple of the lanes of 256 bits, and how far apart the classes lie.</summary>
    public int Rows { get; }

    /// <summary>ln p.</summary>
    public Span<double> Logarithms => Buffer(0);

    /// <summary>p.</summary>
    public Span<double> Shares => Buffer(1);

    /// <summary>1 - p.</summary>
    public Span<double> Rests => Buffer(2);

    /// <summary>What the terms of the losses are multiplied by.</summary>
    public Span<double> Factors => Buffer(3);

    /// <summary>Derivatives of the losses, to ln p and then to the predictions.</summary>
    public Span<double> Slopes => Buffer(4);

    /// <summary>The predictions as they were given, where the derivatives need them.</summary>
    public Span<double> Given => Buffer(5);

    /// <summary>The loss of each class.</summary>
    public Span<double> Bases => Buffer(6);

    /// <summary>In their place, once there are slopes: what those of the other classes add up to.</summary>
    public Span<double> Others => Buffer(6);

    /// <summary>The focal factor of each class.</summary>
    public Span<double> Focus => Buffer(7);

    /// <summary>Reads rows of a block; the rows that there is room for beyond them repeat the last.</summary>
    /// <param name="block">The block.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many, no more than there is room for.</param>
    /// <param name="values">Where they go.</param>
    public void Read<T>(TensorBlock<T> block, int firstRow, int rows, Span<double> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!block.HasRows)
        {
            for (int j = 0; j < Classes; j++)
            {
                Span<double> column = values.Slice(j * Rows, Rows);
                TensorPrimitives.ConvertTruncating(block.Values.Slice((int)(j * block.ClassStride) + firstRow, rows), column);
                column[rows..].Fill(column[rows - 1]);
            }

            return;
        }

        for (int r = 0; r < Rows; r++)
        {
            ReadOnlySpan<T> row = block[firstRow + Math.Min(r, rows - 1)];
            for (int j = 0, place = r; j < row.Length; j++, place += Rows)
            {
                values[place] = double.CreateTruncating(row[j]);
            }
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_memory);

    private Span<double> Buffer(int number) => _memory.AsSpan(number * Rows * Classes, Rows * Classes);
}
