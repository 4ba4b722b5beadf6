using System.Text;

namespace LossKernels.Sources.Text;

/// <summary>One cell of a record, as places in the text.</summary>
internal readonly record struct CsvCell
{
    /// <summary>Where its content begins, inside of quotes and behind blanks.</summary>
    public int Start { get; private init; }

    /// <summary>The length of its content.</summary>
    public int Length { get; private init; }

    /// <summary>Whether doubled quotes in its content stand for one each.</summary>
    public bool HasDoubledQuotes { get; private init; }

    /// <summary>Whether something else than blanks follows its closing quote.</summary>
    public bool HasTextAfterQuote { get; private init; }

    /// <summary>Whether it is between quotes.</summary>
    public bool IsQuoted { get; private init; }

    /// <summary>Whether it ends its record.</summary>
    public bool EndsRecord { get; private init; }

    /// <summary>Where the next cell, or the next record, begins.</summary>
    public int Next { get; private init; }

    /// <summary>Reads the cell that begins at a place of a text that ends with a line end.</summary>
    public static CsvCell Read(ReadOnlySpan<byte> text, int at, byte delimiter)
    {
        while (IsBlank(text[at], delimiter))
        {
            at++;
        }

        if (text[at] == '"')
        {
            int behind = BehindClosingQuote(text, at);
            int end = ContentEnd(text, behind, delimiter, out int next);
            return new CsvCell
            {
                Start = at + 1,
                Length = behind - at - 2,
                IsQuoted = true,
                HasDoubledQuotes = text[(at + 1)..(behind - 1)].Contains((byte)'"'),
                HasTextAfterQuote = end > behind,
                EndsRecord = text[next - 1] == '\n',
                Next = next,
            };
        }
        else
        {
            int end = ContentEnd(text, at, delimiter, out int next);
            return new CsvCell { Start = at, Length = end - at, EndsRecord = text[next - 1] == '\n', Next = next };
        }
    }

    /// <summary>Its content as bytes; doubled quotes are still there.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> text) => text.Slice(Start, Length);

    /// <summary>Its content as text; what is not UTF-8 is replaced.</summary>
    public string TextIn(ReadOnlySpan<byte> text)
    {
        string content = Encoding.UTF8.GetString(In(text));
        return HasDoubledQuotes ? content.Replace("\"\"", "\"", StringComparison.Ordinal) : content;
    }

    /// <summary>Where a quoted cell's closing quote is behind; -1 where it is not closed.</summary>
    public static int BehindClosingQuote(ReadOnlySpan<byte> text, int openingQuote)
    {
        int at = openingQuote + 1;
        while (true)
        {
            int quote = text[at..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return -1;
            }

            at += quote + 1;
            if (at == text.Length || text[at] != '"')
            {
                return at;
            }

            at++;
        }
    }

    /// <summary>Whether a byte around a cell says nothing.</summary>
    public static bool IsBlank(byte character, byte delimiter) => character is (byte)' ' or (byte)'\t' && character != delimiter;

    // Behind the last byte that is neither blank nor end of the line.
    private static int ContentEnd(ReadOnlySpan<byte> text, int start, byte delimiter, out int next)
    {
        int end = start + text[start..].IndexOfAny(delimiter, (byte)'\n');
        next = end + 1;
        if (text[end] == '\n' && end > start && text[end - 1] == '\r')
        {
            end--;
        }

        while (end > start && IsBlank(text[end - 1], delimiter))
        {
            end--;
        }

        return end;
    }
}
