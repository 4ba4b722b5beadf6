using System.Text;

namespace LossKernels.Sources.Text;

/// <summary>The distinct texts among many cells, numbered in order of appearance.</summary>
internal sealed class TextIndex
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _numbers = [];
    private char[] _characters = [];

    /// <summary>The distinct texts.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The number of a cell's text. Only texts that are new, or have doubled quotes, are made.</summary>
    public int NumberOf(ReadOnlySpan<byte> text, CsvCell cell)
    {
        ReadOnlySpan<char> content = cell.HasDoubledQuotes ? cell.TextIn(text) : Decode(cell.In(text));
        if (!_numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(content, out int number))
        {
            number = _texts.Count;
            _texts.Add(content.ToString());
            _numbers.Add(_texts[number], number);
        }

        return number;
    }

    /// <summary>Forgets all texts.</summary>
    public void Clear()
    {
        _texts.Clear();
        _numbers.Clear();
    }

    /// <summary>Forgets all texts but the first ones.</summary>
    public void Truncate(int count)
    {
        for (; _texts.Count > count; _texts.RemoveAt(_texts.Count - 1))
        {
            _numbers.Remove(_texts[^1]);
        }
    }

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> content)
    {
        if (_characters.Length < content.Length)
        {
            _characters = new char[Math.Max(content.Length, 2 * _characters.Length)];
        }

        return _characters.AsSpan(0, Encoding.UTF8.GetChars(content, _characters));
    }
}
