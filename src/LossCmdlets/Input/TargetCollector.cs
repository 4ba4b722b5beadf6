using LossKernels;

namespace LossCmdlets.Input;

/// <summary>
/// Makes one data set of piped targets: single numbers or texts are a vector, arrays are rows, a block is the data set itself.
/// As soon as one text is not a number, all of them are labels; so the items are kept until the end.
/// </summary>
internal sealed class TargetCollector(ValueReader reader, string what)
{
    private readonly List<object?> _items = [];
    private int _seen;

    /// <summary>How many items were taken in; those refused do not count.</summary>
    public int ItemCount => _items.Count;

    /// <summary>Takes in one item. An item that is refused leaves no trace, so the rest can go on.</summary>
    /// <exception cref="LossException">The item is null, empty, or an object that is neither number nor text nor list.</exception>
    public void Add(object? item)
    {
        int index = _seen++;
        object? value = reader.Unwrap(item);
        ScalarKind kind = value is string { Length: > 0 } ? ScalarKind.Text : Scalar.Read(value, out _);
        if (kind is ScalarKind.Null or ScalarKind.Empty || value is System.Collections.IDictionary)
        {
            throw Scalar.Error(kind, value, what, $"position {index}");
        }

        _items.Add(item);
    }

    /// <summary>The data set.</summary>
    /// <exception cref="LossException">Nothing was piped, or the items do not go together.</exception>
    public InputArray Finish() => _items switch
    {
        [] => throw LossErrors.EmptyInput(what),
        [object only] when reader.IsBlock(only) => reader.ReadTargets(only, what),
        _ => reader.ReadTargets(_items, what),
    };
}
