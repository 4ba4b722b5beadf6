using LossKernels.Progress;

namespace LossKernels.Tensors;

/// <summary>The values of a tensor, of which the rows that were read are counted: for who reads all of them in order and is waited for.</summary>
internal sealed class CountedView(TensorView values, MeasureProgress progress) : TensorView(values.Shape, values.ElementType)
{
    private readonly long _width = Width(values.Shape);

    /// <summary>How many rows there are, which run along the last axis.</summary>
    public static long Rows(Shape shape) => shape.Length / Width(shape);

    /// <inheritdoc/>
    public override TensorView Reshape(Shape shape) => new CountedView(values.Reshape(shape), progress);

    /// <inheritdoc/>
    public override bool TryGetValues<T>(out ReadOnlySpan<T> stored)
    {
        stored = default;
        return false;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
    {
        ReadOnlySpan<T> read = values.Read(start, count, buffer);
        progress.AddRows(((start + count) / _width) - (start / _width));
        return read;
    }

    // A number of one axis is a row.
    private static long Width(Shape shape) => shape.Rank < 2 ? 1 : Math.Max(shape[^1], 1);
}
