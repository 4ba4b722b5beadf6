using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Losses in memory.</summary>
internal sealed class LossArray<T> : LossStore<T>
    where T : unmanaged
{
    private T[] _values = [];

    /// <inheritdoc/>
    public override void Reserve(long count)
    {
        if (count > Array.MaxLength)
        {
            throw LossErrors.TooMany($"There are {count} losses to keep in memory", Array.MaxLength, "Add `OutputPath`, which keeps them in a file, or measure parts of the data.");
        }

        if (count > _values.Length)
        {
            // The first time what is asked for, as nearly always that is all; then more, so that many small parts do not copy all before them.
            long length = _values.Length == 0 ? count : Math.Min(Math.Max(count, _values.Length * 2L), Array.MaxLength);
            Array.Resize(ref _values, (int)Math.Max(length, count));
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<T> values, long start) => values.CopyTo(_values.AsSpan((int)start));

    /// <inheritdoc/>
    public override TensorView Complete(Shape shape) => TensorView.Create<T>(_values.AsMemory(0, (int)shape.Length), shape);

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
