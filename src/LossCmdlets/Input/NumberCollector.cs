using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>
/// Makes one data set of what is piped: numbers are a vector, arrays are rows, a block is the data set itself,
/// and several blocks are joined along the first axis.
/// </summary>
internal sealed class NumberCollector(ValueReader reader, string what, NumberReader numbers, bool allowBoolean)
{
    // The axes of the stream: the items count along axis 0, an item's own axes follow.
    private const int ItemDepth = 1;
    private const int BlockRank = ItemDepth + 2;

    private object? _onlyBlock;
    private int _seen;
    private int _taken;

    /// <summary>How many items were taken in; those refused do not count.</summary>
    public int ItemCount => _taken + (_onlyBlock is null ? 0 : 1);

    /// <summary>Takes in one item. An item that is refused leaves no trace, so the rest can go on.</summary>
    /// <exception cref="LossException">The item is not numeric, or does not go with those before it.</exception>
    public void Add(object? item)
    {
        int index = _seen++;
        if (index == 0 && reader.IsBlock(item))
        {
            // Alone it needs no copy; whether it is alone shows only later.
            _onlyBlock = item;
            return;
        }

        if (_onlyBlock is { } block)
        {
            _onlyBlock = null;
            Append(block, 0);
        }

        Append(item, index);
    }

    /// <summary>The data set.</summary>
    /// <exception cref="LossException">Nothing was piped.</exception>
    public InputArray Finish()
    {
        if (_onlyBlock is { } block)
        {
            return reader.ReadNumbers(block, what, allowBoolean);
        }

        if (numbers.Buffer.Count == 0)
        {
            throw LossErrors.EmptyInput(what);
        }

        ReadOnlySpan<int> axes = numbers.Axes.Lengths;
        ReadOnlySpan<int> row = axes[Math.Min(axes.Length, axes.Length < BlockRank ? ItemDepth : ItemDepth + 1)..];
        int rows = numbers.Buffer.Count;
        foreach (int length in row)
        {
            rows /= length;
        }

        return new InputArray(numbers.Buffer.ToView(new Shape([rows, .. row])), numbers.Buffer.Origin, numbers.Class);
    }

    private void Append(object? item, int index)
    {
        (int Count, ElementOrigin Origin) mark = numbers.Buffer.Mark();
        bool first = _taken == 0;
        try
        {
            numbers.Axes.MoveTo(0, index);
            if (numbers.Axes.Rank >= BlockRank)
            {
                numbers.Axes.Release(ItemDepth);
            }

            numbers.Read(item, ItemDepth);
            if (numbers.Buffer.Count == mark.Count)
            {
                throw LossErrors.EmptyInput($"{what}, {numbers.Axes.Place(ItemDepth)}");
            }

            _taken++;
        }
        catch (LossException)
        {
            numbers.Buffer.Restore(mark);
            if (first)
            {
                numbers.Axes.Clear();
            }

            throw;
        }
    }
}
