namespace LossKernels.Tensors;

/// <summary>The values of a tensor as another type, which is checked to have them when they are read.</summary>
internal sealed class RetypedView(TensorView values, ElementType type) : TensorView(values.Shape, type)
{
    private const int CheckedAtOnce = 256;

    private readonly (double Least, double Most)? _range = type.Range();
    private readonly (double Most, double Overflow)? _limit = values.ElementType.Fits(type) ? null : type.Limit();

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
        if (_range is not null || _limit is not null)
        {
            Check(start, count);
        }

        return values.Read(start, count, buffer);
    }

    private void Check(long start, int count)
    {
        Span<double> buffer = stackalloc double[CheckedAtOnce];
        for (int done = 0; done < count; done += CheckedAtOnce)
        {
            ReadOnlySpan<double> given = values.Read<double>(start + done, Math.Min(CheckedAtOnce, count - done), buffer);
            for (int i = 0; i < given.Length; i++)
            {
                if (RangeWithout(given[i]) is string range)
                {
                    throw LossErrors.ParameterOutOfRange(
                        $"The value at position {start + done + i}", given[i], $"{range}, to be stored as {ElementType}", "Store the numbers as Float64, or as a type that has them all; else round or limit them first.");
                }
            }
        }
    }

    // What the type has, where that is not among it. An infinity that was given is one, and not the rest of a number that was lost.
    private string? RangeWithout(double value) =>
        _range is (double least, double most) ? value >= least && value <= most && value == Math.Floor(value) ? null : $"a whole number from {least:F0} to {most:F0}"
        : _limit is (double greatest, double overflow) && double.IsFinite(value) && Math.Abs(value) >= overflow
            ? $"from {LossErrors.Show(-greatest)} to {LossErrors.Show(greatest)}, or infinite"
        : null;
}
