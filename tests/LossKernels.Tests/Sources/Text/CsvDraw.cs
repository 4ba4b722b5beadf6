using System.Globalization;
using System.Text;
using LossKernels.Sources.Text;

namespace LossKernels.Tests.Sources.Text;

/// <summary>A random table, as bytes, and what is read of it.</summary>
internal sealed class CsvDraw
{
    private static readonly string[] Texts = ["cat", "dog", "a b", "\u00E9t\u00E9", "\u732B", "x,y", "q\"q", "two\nlines", "two\r\nlines", "t\tt", "s;s", "'", "nano", "1.2.3", "e5", "-", "\"", "5\" pipe", "|"];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly int _width;
    private readonly string _lineEnd;
    private readonly bool _isMixed;
    private readonly double _faults;

    public CsvDraw(Random random)
    {
        _random = random;
        Delimiter = ",,,\t; |"[random.Next(7)];
        _width = random.Next(1, 7);
        _lineEnd = random.Next(2) == 0 ? "\n" : "\r\n";
        _isMixed = random.Next(4) == 0;
        _faults = random.Next(3) == 0 ? 0.1 : random.Next(2) == 0 ? 0.01 : 0;
        SkipFirst = random.Next(2) == 0;
        Columns = DrawColumns();
        int rows = random.Next(4) == 0 ? random.Next(4) : random.Next(60);
        WriteLine(() => $"c{random.Next(100)}", SkipFirst);
        for (int row = 0; row < rows; row++)
        {
            if (random.Next(20) == 0)
            {
                _text.Append(random.Next(2) == 0 ? " " : "").Append(LineEnd);
            }

            WriteLine(Value, false);
        }

        if (_text.Length > 0 && random.Next(2) == 0)
        {
            _text.Length -= _text.ToString().EndsWith("\r\n", StringComparison.Ordinal) ? 2 : 1;
        }

        Content = [.. random.Next(3) == 0 ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(_text.ToString())];
    }

    public char Delimiter { get; }

    public bool SkipFirst { get; }

    public CsvColumns Columns { get; }

    public byte[] Content { get; }

    public override string ToString() => $"delimiter '{Delimiter}', first line {(SkipFirst ? "skipped" : "read")}, {Columns}:\n{_text}";

    private string LineEnd => _isMixed && _random.Next(2) == 0 ? "\n" : _lineEnd;

    private CsvColumns DrawColumns()
    {
        int[] Some(int most) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => _random.Next(_width))];

        return new CsvColumns(Some(_width), Some(2), _random.Next(2) == 0 ? null : _random.Next(_width));
    }

    private void WriteLine(Func<string> cell, bool isHeader)
    {
        bool isRagged = !isHeader && _text.Length > 0 && _random.NextDouble() < _faults;
        int width = isRagged ? _random.Next(1, 9) : _width;
        for (int column = 0; column < width; column++)
        {
            if (column > 0)
            {
                _text.Append(Delimiter);
            }

            WriteCell(cell());
        }

        _text.Append(LineEnd);
    }

    private void WriteCell(string content)
    {
        bool needsQuotes = content.AsSpan().IndexOfAny(['"', '\n', '\r', Delimiter]) >= 0 || content.Trim() != content;
        bool isLiteral = _random.NextDouble() < _faults;
        if ((needsQuotes || _random.Next(6) == 0) && !isLiteral)
        {
            content = $"\"{content.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            content += _random.NextDouble() < _faults ? "x" : "";
        }

        _text.Append(Blanks()).Append(content).Append(Blanks());
    }

    private string Blanks() => _random.Next(12) != 0 || Delimiter is ' ' or '\t' ? "" : _random.Next(2) == 0 ? " " : "\t ";

    private string Value()
    {
        double value = _random.NextDouble();
        return _random.NextDouble() < _faults ? Texts[_random.Next(Texts.Length)] : _random.Next(12) switch
        {
            0 => _random.Next(10).ToString(CultureInfo.InvariantCulture),
            1 => (value * 1e-9).ToString("R", CultureInfo.InvariantCulture),
            2 => (-value).ToString("E18", CultureInfo.InvariantCulture),
            3 => value.ToString("F25", CultureInfo.InvariantCulture),
            4 => "NaN",
            5 => "-inf",
            6 => ((float)value).ToString("R", CultureInfo.InvariantCulture),
            7 when _faults > 0 || Columns.Numbers.Count == 0 => Texts[_random.Next(Texts.Length)],
            8 when _faults > 0 => _random.Next(2) == 0 ? "" : "\0",
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };
    }
}
