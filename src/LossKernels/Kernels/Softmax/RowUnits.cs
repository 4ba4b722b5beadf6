namespace LossKernels.Kernels.Softmax;

/// <summary>What makes derivatives of the terms of rows: a number for each row.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct RowUnits<T>
    where T : unmanaged
{
    /// <summary>How many numbers there are for each row.</summary>
    public const int PerRow = 3;

    /// <summary>Carves memory.</summary>
    public static RowUnits<T> Of(Span<T> memory)
    {
        int rows = memory.Length / PerRow;
        return new RowUnits<T> { Terms = memory[..rows], Own = memory.Slice(rows, rows), Targets = memory.Slice(2 * rows, rows) };
    }

    /// <summary>By what terms are multiplied.</summary>
    public Span<T> Terms { get; private init; }

    /// <summary>What stands at the pivot.</summary>
    public Span<T> Own { get; private init; }

    /// <summary>By what targets are multiplied before they are added, where they are taken off.</summary>
    public Span<T> Targets { get; private init; }
}
