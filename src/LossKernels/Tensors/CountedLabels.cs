using System.Collections;
using System.Globalization;

namespace LossKernels.Tensors;

/// <summary>The labels 0, 1, 2, ..., which are made as they are asked for: there may be too many to keep.</summary>
/// <param name="count">How many there are.</param>
internal sealed class CountedLabels(int count) : IReadOnlyList<string>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return index.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
