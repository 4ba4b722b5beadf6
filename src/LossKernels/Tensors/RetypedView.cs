namespace LossKernels.Tensors;

/// <summary>The values of a tensor as another type, which is checked to have them when they are read.</summary>
internal sealed class RetypedView(TensorView values, ElementType type) : TensorView(values.Shape, type)
{
    private readonly (double Least, double Most)? _range = type.Range();

    /// <inheritdoc/>
    public override TensorView Reshape(Shape shape) => new RetypedView(values.Reshape(shape), ElementType);

    /// <inheritdoc/>
    public override bool TryGetValues<T>(out ReadOnlySpan<T> stored)
    {
        stored = default;
        return false;
    }

    /// <inheritdoc/>
    /// <exception cref="LossException">ParameterOutOfRange: the type has no such value.</exception>
    public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
    {
        if (_range is (double least, double most))
        {
            ReadOnlySpan<double> given = values.Read<double>(start, count, new double[count]);
            for (int i = 0; i < count; i++)
            {
                if (!(given[i] >= least && given[i] <= most && given[i] == Math.Floor(given[i])))
                {
                    throw LossErrors.ParameterOutOfRange($"The value at position {start + i}", given[i], $"a whole number from {least:F0} to {most:F0}, to be stored as {ElementType}", "Store the numbers as Float64, or as a type that has them all; else round or limit them first.");
                }
            }
        }

        return values.Read(start, count, buffer);
    }
}
