using LossKernels.NumberParsing;
using LossKernels.Numerics;

namespace LossKernels.Sources.Text;

/// <summary>Reads the records of a part.</summary>
internal ref struct CsvParser
{
    // A single record may be long enough to be given up in its midst.
    private const int CellsBetweenLooks = 1 << 16;

    private readonly CsvBatch _batch;
    private readonly CsvLayout _layout;
    private readonly byte _delimiter;
    private readonly ReadOnlySpan<byte> _text;
    private readonly CancellationToken _cancellation;
    private int _at;
    private long _line;
    private CsvFault? _fault;
    private bool _hasKey;

    private CsvParser(CsvBatch batch, CancellationToken cancellation)
    {
        _batch = batch;
        _layout = batch.Layout;
        _delimiter = _layout.Delimiter;
        _text = batch.Part.Bytes.AsSpan(0, batch.Part.Length);
        _cancellation = cancellation;
    }

    /// <summary>Reads the records of a batch's part into the batch.</summary>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static void Parse(CsvBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        CsvParser parser = new(batch, cancellation);
        if (batch.Part.Fault is CsvFaultKind kind)
        {
            batch.Begin();
            batch.Reject(new CsvFault(kind, 0, parser._text[..batch.Part.FaultAt].Count((byte)'\n'), 0, default));
            return;
        }

        while (parser._at < parser._text.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!parser.SkipsBlankLine())
            {
                parser.ReadRecord();
            }
        }

        batch.LineCount = parser._line;
    }

    /// <summary>Behind a line of nothing but blanks; where there is no such line, where it was.</summary>
    public static int BehindBlankLine(ReadOnlySpan<byte> text, int at, byte delimiter)
    {
        int end = at;
        while (CsvCell.IsBlank(text[end], delimiter))
        {
            end++;
        }

        if (text[end] == '\r')
        {
            end++;
        }

        return text[end] == '\n' ? end + 1 : at;
    }

    private bool SkipsBlankLine()
    {
        if (_text[_at] > ' ')
        {
            return false;
        }

        int next = BehindBlankLine(_text, _at, _delimiter);
        if (next == _at)
        {
            return false;
        }

        _at = next;
        _line++;
        return true;
    }

    private void ReadRecord()
    {
        long line = _line;
        _fault = null;
        _hasKey = false;
        _batch.Begin();
        int cells = ReadCells(_batch.NextNumbers, _layout.Slots);
        if (cells != _layout.Width)
        {
            _batch.Reject(new CsvFault(CsvFaultKind.CellCount, _batch.RecordCount, line, cells, default));
        }
        else if (_fault is CsvFault fault)
        {
            _batch.Reject(fault, _hasKey);
        }
        else
        {
            _batch.Accept(line);
        }
    }

    // Numbers are read without a look for the end of their cell, which is where they end. Cells that are no plain numbers take the long way.
    private int ReadCells(Span<double> numbers, ReadOnlySpan<int> slots)
    {
        for (int column = 0; ; column++)
        {
            if (column % CellsBetweenLooks == CellsBetweenLooks - 1)
            {
                _cancellation.ThrowIfCancellationRequested();
            }

            int slot = column < slots.Length ? slots[column] : CsvLayout.Skipped;
            if (slot >= 0)
            {
                int end = _at + DecimalText.Read(_text[_at..], out double value);
                if (end > _at)
                {
                    byte next = _text[end];
                    if (next == _delimiter)
                    {
                        numbers[slot] = value;
                        _at = end + 1;
                        continue;
                    }

                    end += next == '\r' ? 1 : 0;
                    if (_text[end] == '\n')
                    {
                        numbers[slot] = value;
                        _at = end + 1;
                        _line++;
                        return column + 1;
                    }
                }
            }

            CsvCell cell = CsvCell.Read(_text, _at, _delimiter);
            if (slot != CsvLayout.Skipped)
            {
                Use(cell, column);
            }

            _at = cell.Next;
            _line += (cell.IsQuoted ? cell.In(_text).Count((byte)'\n') : 0) + (cell.EndsRecord ? 1 : 0);
            if (cell.EndsRecord)
            {
                return column + 1;
            }
        }
    }

    private void Use(CsvCell cell, int column)
    {
        ReadOnlySpan<byte> content = cell.In(_text);
        foreach (CsvUse use in _layout.UsesOf(column))
        {
            CsvFaultKind? fault = cell.HasTextAfterQuote ? CsvFaultKind.TextAfterQuote : use.Role switch
            {
                CsvRole.Number => UseNumber(content, use.Slot),
                CsvRole.Label => UseLabel(cell, content, use.Slot),
                _ => UseKey(cell, content),
            };
            if (fault is CsvFaultKind kind)
            {
                _fault ??= new CsvFault(kind, _batch.RecordCount, _line, column, cell);
            }
        }
    }

    private readonly CsvFaultKind? UseNumber(ReadOnlySpan<byte> content, int slot) =>
        NumberText.TryParse(content, out _batch.NextNumbers[slot]) ? null
        : content.IsEmpty ? CsvFaultKind.EmptyCell
        : CsvFaultKind.NotANumber;

    private readonly CsvFaultKind? UseLabel(CsvCell cell, ReadOnlySpan<byte> content, int slot)
    {
        if (NumberText.TryParse(content, out double number))
        {
            _batch.SetLabel(slot, number);
            return null;
        }

        if (content.IsEmpty || content.Contains((byte)0))
        {
            return content.IsEmpty ? CsvFaultKind.EmptyCell : CsvFaultKind.NullByte;
        }

        _batch.SetLabel(slot, _text, cell);
        return null;
    }

    private CsvFaultKind? UseKey(CsvCell cell, ReadOnlySpan<byte> content)
    {
        if (content.Contains((byte)0))
        {
            return CsvFaultKind.NullByte;
        }

        _batch.SetKey(_text, cell);
        _hasKey = true;
        return null;
    }
}
