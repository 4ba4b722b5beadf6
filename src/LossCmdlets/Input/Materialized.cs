using System.Collections;

namespace LossCmdlets.Input;

/// <summary>
/// The elements of sequences as arrays. A sequence that can be gone through only once is remembered, because targets
/// that turn out to be text are read twice.
/// </summary>
internal sealed class Materialized
{
    private Dictionary<object, Array>? _sequences;

    /// <summary>The elements: typed where the sequence is one of numbers, else objects.</summary>
    public Array ToArray(IEnumerable sequence)
    {
        if (sequence is ICollection)
        {
            return Copy(sequence);
        }

        _sequences ??= new(ReferenceEqualityComparer.Instance);
        if (!_sequences.TryGetValue(sequence, out Array? elements))
        {
            elements = Copy(sequence);
            _sequences.Add(sequence, elements);
        }

        return elements;
    }

    private static Array Copy(IEnumerable sequence) => sequence switch
    {
        IEnumerable<double> numbers => numbers.ToArray(),
        IEnumerable<float> numbers => numbers.ToArray(),
        IEnumerable<Half> numbers => numbers.ToArray(),
        IEnumerable<int> numbers => numbers.ToArray(),
        IEnumerable<long> numbers => numbers.ToArray(),
        _ => sequence.Cast<object?>().ToArray(),
    };
}
