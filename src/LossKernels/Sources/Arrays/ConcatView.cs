using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>Several tensors of one type joined along their first axis.</summary>
internal sealed class ConcatView : TensorView
{
    private readonly TensorView[] _parts;

    // Where each part starts, as a flat index, and where the last one ends.
    private readonly long[] _starts;

    private ConcatView(TensorView[] parts, long[] starts, Shape shape)
        : base(shape, parts[0].ElementType)
    {
        _parts = parts;
        _starts = starts;
    }

    /// <summary>Joins tensors.</summary>
    /// <param name="parts">The tensors, at least one.</param>
    /// <param name="paths">The files that they come from.</param>
    /// <exception cref="LossException">ShapeMismatch, naming the first file that does not go with the first of all; UnsupportedFileFormat where they are too many.</exception>
    public static TensorView Join(IReadOnlyList<TensorView> parts, IReadOnlyList<string> paths)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        TensorView first = parts[0];
        long[] starts = new long[parts.Count + 1];
        long rows = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            TensorView part = parts[i];
            if (part.Shape.Rank == 0 || part.ElementType != first.ElementType || !part.Shape.Lengths[1..].SequenceEqual(first.Shape.Lengths[1..]))
            {
                throw LossErrors.ShapeMismatch(
                    $"The file '{paths[i]}' has a tensor of {part.ElementType} and shape {part.Shape}; '{paths[0]}' has one of {first.ElementType} and shape {first.Shape}.",
                    "Files that make one data set must agree in type and in all axes but the first.");
            }

            rows += part.Shape[0];
            starts[i + 1] = starts[i] + part.Shape.Length;
        }

        long[] lengths = [rows, .. first.Shape.Lengths[1..].ToArray().Select(length => (long)length)];
        return rows <= int.MaxValue && Shape.Fits<long>(lengths)
            ? new ConcatView([.. parts], starts, new Shape([(int)rows, .. first.Shape.Lengths[1..]]))
            : throw LossErrors.UnsupportedFileFormat(paths[^1], $"with it there are {rows} rows, and an axis has {int.MaxValue} at most", "Measure fewer files at once.");
    }

    /// <inheritdoc/>
    public override TensorView Reshape(Shape shape) => new ConcatView(_parts, _starts, Checked(this, shape));

    /// <inheritdoc/>
    public override bool TryGetValues<T>(out ReadOnlySpan<T> values)
    {
        values = default;
        return false;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
    {
        int part = PartOf(start);
        if (start + count <= _starts[part + 1])
        {
            return _parts[part].Read(start - _starts[part], count, buffer);
        }

        Span<T> values = buffer[..count];
        for (int done = 0; done < count; part++)
        {
            int length = (int)Math.Min(count - done, _starts[part + 1] - start - done);
            _parts[part].Read(start + done - _starts[part], length, values[done..]).CopyTo(values[done..]);
            done += length;
        }

        return values;
    }

    // The last part that starts at or before an index and is not empty, if there is one.
    private int PartOf(long index)
    {
        int low = 0;
        int high = _parts.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_starts[middle] <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
