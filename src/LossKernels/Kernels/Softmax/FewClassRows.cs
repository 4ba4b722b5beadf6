namespace LossKernels.Kernels.Softmax;

/// <summary>Where what <see cref="FewClassLanes{TLanes, TVector, T}"/> finds of rows of few logits goes: whole vectors, so a number for each row and some more.</summary>
internal readonly ref struct FewClassRows<T>
    where T : unmanaged
{
    /// <summary>How many numbers there are for each row.</summary>
    public const int PerRow = 6;

    /// <summary>Carves memory.</summary>
    public static FewClassRows<T> Of(Span<T> memory)
    {
        int rows = memory.Length / PerRow;
        return new FewClassRows<T>
        {
            Logs = memory[..rows],
            Sums = memory.Slice(rows, rows),
            Carries = memory.Slice(2 * rows, rows),
            Largest = memory.Slice(3 * rows, rows),
            Squares = memory.Slice(4 * rows, rows),
            Above = memory.Slice(5 * rows, rows),
        };
    }

    /// <summary>ln(1 + tail).</summary>
    public Span<T> Logs { get; init; }

    /// <summary>The tail, the sum of e^(x_j - x_k) over the classes j other than the label's k.</summary>
    public Span<T> Sums { get; init; }

    /// <summary>What that lacks.</summary>
    public Span<T> Carries { get; init; }

    /// <summary>The largest of the terms.</summary>
    public Span<T> Largest { get; init; }

    /// <summary>The sum of their squares.</summary>
    public Span<T> Squares { get; init; }

    /// <summary>How many logits are above the label's.</summary>
    public Span<T> Above { get; init; }

    /// <summary>What makes derivatives of the terms.</summary>
    public RowUnits<T> Units { get; init; }

    /// <summary>By what derivatives are multiplied.</summary>
    public ReadOnlySpan<T> Scales { get; init; }
}
