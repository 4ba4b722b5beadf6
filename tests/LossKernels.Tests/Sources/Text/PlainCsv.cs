using System.Globalization;
using System.Text;
using LossKernels.Sources.Text;

namespace LossKernels.Tests.Sources.Text;

/// <summary>The rules of delimited text, byte by byte and with a string for each cell.</summary>
internal sealed class PlainCsv
{
    private readonly string _text;
    private readonly char _delimiter;
    private int _at;
    private long _line = 1;

    // Each byte as a character.
    private PlainCsv(byte[] content, char delimiter)
    {
        _text = Encoding.Latin1.GetString(content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? content.AsSpan(3) : content);
        _delimiter = delimiter;
    }

    /// <summary>What <see cref="CsvOutcome"/> makes of the same content.</summary>
    public static List<string> Outcome(byte[] content, char delimiter, CsvColumns columns, bool skipFirst)
    {
        List<string> outcome = [];
        PlainCsv reader = new(content, delimiter);
        List<Cell>? names = null;
        int? width = null;
        long record = skipFirst ? -1 : 0;
        while (reader.NextRecord(out long line, out long? openQuote) is List<Cell> cells)
        {
            if (openQuote is long quote)
            {
                outcome.Add(width is null ? "MalformedFile" : CsvOutcome.Failure(record, quote, "MalformedFile", $"line {quote}"));
                return outcome;
            }

            width ??= cells.Count;
            if (record >= 0)
            {
                outcome.Add(Interpret(record, line, cells, width.Value, columns, names));
            }
            else
            {
                names = cells;
            }

            record++;
        }

        return width is null ? ["EmptyInput"] : outcome;
    }

    private static string Interpret(long record, long line, List<Cell> cells, int width, CsvColumns columns, List<Cell>? names)
    {
        if (cells.Count != width)
        {
            return CsvOutcome.Failure(record, line, "RaggedRow", $"line {line}");
        }

        List<double> numbers = [];
        List<string> labels = [];
        SortedDictionary<int, string> faults = [];
        foreach (int column in columns.Numbers)
        {
            Cell cell = cells[column];
            numbers.Add(IsNumber(cell.Text, out double number) ? number : double.NaN);
            if (cell.HasTextAfterQuote || !IsNumber(cell.Text, out _))
            {
                faults.TryAdd(column, cell.HasTextAfterQuote ? "MalformedFile" : cell.Text.Length == 0 ? "EmptyString" : "NonNumericValue");
            }
        }

        foreach (int column in columns.Labels)
        {
            Cell cell = cells[column];
            bool isNumber = IsNumber(cell.Text, out double number);
            labels.Add(isNumber ? CsvOutcome.Bits(number) : $"'{cell.Text}'");
            if (cell.HasTextAfterQuote || (!isNumber && (cell.Text.Length == 0 || cell.Text.Contains('\0'))))
            {
                faults.TryAdd(column, cell.Text.Length == 0 && !cell.HasTextAfterQuote ? "EmptyString" : "MalformedFile");
            }
        }

        if (columns.Key is int key && (cells[key].HasTextAfterQuote || cells[key].Text.Contains('\0')))
        {
            faults.TryAdd(key, "MalformedFile");
        }

        return faults.Count == 0
            ? CsvOutcome.Row(record, line, numbers, labels, columns.Key is null ? null : cells[columns.Key.Value].Text)
            : CsvOutcome.Failure(record, cells[faults.First().Key].Line, faults.First().Value, CsvOutcome.PlaceIn($"line {cells[faults.First().Key].Line}, column {Column(faults.First().Key, names)}"));
    }

    private static string Column(int column, List<Cell>? names)
    {
        const int Longest = 40;
        string name = names?[column].Text ?? "";
        return name.Length == 0 ? $"{column} (counted from 0)" : name.Length > Longest ? $"'{name[..Longest]}...'" : $"'{name}'";
    }

    private static bool IsNumber(string padded, out double number)
    {
        string text = padded.Trim(' ', '\t', '\n', '\v', '\f', '\r');
        if (text.ToUpperInvariant() is "INF" or "+INF" or "-INF")
        {
            number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Styles, CultureInfo.InvariantCulture, out number) && !text.Contains('\0');
    }

    private List<Cell>? NextRecord(out long line, out long? openQuote)
    {
        openQuote = null;
        while (true)
        {
            line = _line;
            if (_at == _text.Length)
            {
                return null;
            }

            List<Cell> cells = [];
            bool isBlank = true;
            bool endsRecord = false;
            while (!endsRecord)
            {
                cells.Add(NextCell(out bool isQuoted, out endsRecord, out openQuote));
                isBlank &= !isQuoted && cells.Count == 1 && cells[0].Text.Length == 0;
                if (openQuote is not null)
                {
                    return cells;
                }
            }

            if (!isBlank)
            {
                return cells;
            }
        }
    }

    private Cell NextCell(out bool isQuoted, out bool endsRecord, out long? openQuote)
    {
        openQuote = null;
        long line = _line;
        while (_at < _text.Length && IsBlank(_text[_at]))
        {
            _at++;
        }

        isQuoted = _at < _text.Length && _text[_at] == '"';
        StringBuilder content = new();
        if (isQuoted)
        {
            openQuote = _line;
            for (_at++; _at < _text.Length; _at++)
            {
                if (_text[_at] == '"')
                {
                    if (_at + 1 == _text.Length || _text[_at + 1] != '"')
                    {
                        openQuote = null;
                        _at++;
                        break;
                    }

                    _at++;
                }

                _line += _text[_at] == '\n' ? 1 : 0;
                content.Append(_text[_at]);
            }
        }

        string rest = Rest(out endsRecord);
        return isQuoted ? new Cell(Decode(content.ToString()), line, rest.Length > 0) : new Cell(Decode(rest), line, false);
    }

    private string Rest(out bool endsRecord)
    {
        StringBuilder content = new();
        endsRecord = true;
        while (_at < _text.Length)
        {
            char next = _text[_at++];
            if (next == '\n' || next == _delimiter)
            {
                endsRecord = next == '\n';
                _line += endsRecord ? 1 : 0;
                break;
            }

            content.Append(next);
        }

        if (endsRecord && content.Length > 0 && content[^1] == '\r')
        {
            content.Length--;
        }

        while (content.Length > 0 && IsBlank(content[^1]))
        {
            content.Length--;
        }

        return content.ToString();
    }

    private bool IsBlank(char character) => character is ' ' or '\t' && character != _delimiter;

    private static string Decode(string content) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(content));

    private sealed record Cell(string Text, long Line, bool HasTextAfterQuote);
}
