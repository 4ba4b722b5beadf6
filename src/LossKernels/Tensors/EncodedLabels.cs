using System.Buffers;

namespace LossKernels.Tensors;

/// <summary>Labels that are numbers, seen as class numbers: each is looked up when it is read.</summary>
internal sealed class EncodedLabels(TensorView labels, LabelEncoding classes, IgnoredLabel? ignored) : TensorView(labels.Shape, ElementType.Int32)
{
    /// <inheritdoc/>
    public override TensorView Reshape(Shape shape) => new EncodedLabels(labels.Reshape(shape), classes, ignored);

    /// <inheritdoc/>
    public override bool TryGetValues<T>(out ReadOnlySpan<T> values)
    {
        values = default;
        return false;
    }

    /// <inheritdoc/>
    /// <exception cref="LossException">LabelOutOfRange: a label is none of the classes.</exception>
    public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
    {
        double[] wide = ArrayPool<double>.Shared.Rent(count);
        try
        {
            ReadOnlySpan<double> given = labels.Read(start, count, wide.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                buffer[i] = T.CreateChecked(ignored?.Matches(given[i]) == true ? ignored.Mark : classes.Find(given[i], start + i));
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(wide);
        }

        return buffer[..count];
    }
}
