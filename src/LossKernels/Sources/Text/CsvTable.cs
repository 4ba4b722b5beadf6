using System.Globalization;
using LossKernels.Numerics;

namespace LossKernels.Sources.Text;

/// <summary>
/// A text file of delimited cells (CSV, TSV), plain or packed by gzip, in UTF-8. Cells are separated as RFC 4180 says: a cell between quotes
/// may hold delimiters, line ends and doubled quotes; lines end with LF or CRLF, the last one perhaps with nothing; around cells that are not
/// quoted, spaces and tabs say nothing, and lines of nothing else are no records. Every record has as many cells as the first one. A line before the first
/// record that tells a type, as Windows PowerShell writes it (#TYPE), is none.
/// </summary>
public sealed class CsvTable : IDisposable
{
    // What a packed byte comes to at most, when it is to be worth while to wake a thread.
    private const int UsualPacking = 8;

    private readonly TextFile _file;
    private readonly byte _delimiter;
    private readonly CsvSizes _sizes;
    private readonly string[] _firstLine;
    private readonly long _headerBytes;
    private readonly long _headerLines;
    private readonly long _typeBytes;
    private long _position;

    private CsvTable(TextFile file, byte delimiter, CsvSizes sizes)
    {
        _file = file;
        _delimiter = delimiter;
        _sizes = sizes;
        (_firstLine, _headerBytes, _headerLines, _typeBytes) = ReadFirstLine();
    }

    /// <summary>The path that was given.</summary>
    public string Path => _file.Path;

    /// <summary>The cells of the first record as text.</summary>
    public IReadOnlyList<string> FirstLine => _firstLine;

    /// <summary>The bytes of the file, packed where it is packed.</summary>
    public long Length => _file.Length;

    /// <summary>The bytes of the file that the batches so far were made of.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Opens a file and reads its first line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written, where that is known.</param>
    /// <exception cref="LossException">
    /// FileNotFound, NotFileSystemPath (a folder, a pipe), EmptyInput (no line that is not blank), UnsupportedFileFormat (UTF-16, lines that end with CR
    /// alone), MalformedFile (not to be unpacked, a first line without end), ParameterOutOfRange (a delimiter that is none).
    /// </exception>
    public static CsvTable Open(string path, CsvFormat? format = null) => Open(path, format, CsvSizes.Default);

    internal static CsvTable Open(string path, CsvFormat? format, CsvSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte delimiter = (byte)(format ?? new CsvFormat()).DelimiterOf(path);
        TextFile file = TextFile.Open(path);
        try
        {
            return new CsvTable(file, delimiter, sizes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether the first line looks like names: where some of its cells in the given columns have text and none is a number, and where its cells
    /// count 0, 1, 2 and so on, as columns are called that were given no names; a first cell that is empty may stand before them.
    /// </summary>
    /// <param name="numericColumns">The columns in which numbers are expected, from zero.</param>
    public bool LooksLikeHeader(ReadOnlySpan<int> numericColumns)
    {
        bool hasText = false;
        bool hasNumber = false;
        foreach (int column in numericColumns)
        {
            string cell = (uint)column < (uint)_firstLine.Length ? _firstLine[column] : "";
            hasText |= cell.Length > 0;
            hasNumber |= NumberText.TryParse(cell, out _);
        }

        return (hasText && !hasNumber) || CountsColumns();
    }

    /// <summary>Reads the records, in the order of the file. The table is read once at a time; a further call begins at the first record again.</summary>
    /// <param name="columns">What is read of them.</param>
    /// <param name="skipFirst">Whether the first line is a header.</param>
    /// <param name="throttleLimit">How many threads read and parse; 0 for as many as there are cores. It changes no batch and no message.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Batches, each valid until the next one is asked for.</returns>
    /// <exception cref="LossException">
    /// ColumnNotFound: a column that the first line does not have. MalformedFile: the file cannot be read to its end; the batches before that have come.
    /// What is wrong with single records is among the failures of their batch.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public IEnumerable<CsvBatch> Read(CsvColumns columns, bool skipFirst, int throttleLimit = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(throttleLimit);
        CsvLayout layout = new(Path, _delimiter, _firstLine.Length, skipFirst ? _firstLine : null, _sizes, columns);
        return Read(layout, skipFirst, throttleLimit, cancellation);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private IEnumerable<CsvBatch> Read(CsvLayout layout, bool skipFirst, int throttleLimit, CancellationToken cancellation)
    {
        long line = 1;
        long record = 0;
        _file.Rewind();
        if (skipFirst)
        {
            _file.Skip(_headerBytes);
            line += _headerLines;
        }
        else if (_typeBytes > 0)
        {
            _file.Skip(_typeBytes);
            line++;
        }

        CsvCutter cutter = new(_file, _delimiter, _sizes);
        foreach (CsvBatch batch in OrderedBatches.Read(cutter, layout, Threads(throttleLimit), cancellation))
        {
            batch.Place(line, record);
            line += batch.LineCount;
            record += batch.RecordCount;
            Volatile.Write(ref _position, batch.Part.FilePosition);
            yield return batch;
        }
    }

    // As many as asked for, or as there are cores, but each with a part at least.
    private int Threads(int throttleLimit)
    {
        long parts = 1 + ((_file.IsPacked ? UsualPacking * Length : Length) / _sizes.Part);
        return (int)Math.Min(parts, throttleLimit > 0 ? throttleLimit : Environment.ProcessorCount);
    }

    private (string[] Cells, long Bytes, long Lines, long TypeBytes) ReadFirstLine()
    {
        CsvCutter cutter = new(_file, _delimiter, _sizes);
        CsvPart part = new();
        long bytes = 0;
        long lines = 0;
        int typeBytes = 0;
        while (cutter.TryRead(part, CancellationToken.None))
        {
            ReadOnlySpan<byte> text = part.Bytes.AsSpan(0, part.Length);
            RefuseCarriageReturns(part, text);
            if (part.Fault is CsvFaultKind kind)
            {
                long line = 1 + lines + text[..part.FaultAt].Count((byte)'\n');
                throw new CsvFault(kind, 0, 0, 0, default).ToError(new CsvLayout(Path, _delimiter, 0, null, _sizes, new CsvColumns([], [])), text, line);
            }

            int at = 0;
            if (bytes == 0 && text.StartsWith("#TYPE "u8))
            {
                at = typeBytes = text.IndexOf((byte)'\n') + 1;
                lines++;
            }

            for (int next; at < text.Length && (next = CsvParser.BehindBlankLine(text, at, _delimiter)) > at; at = next)
            {
                lines++;
            }

            if (at < text.Length)
            {
                List<string> cells = [];
                CsvCell cell;
                int start = at;
                do
                {
                    cell = CsvCell.Read(text, at, _delimiter);
                    cells.Add(cell.TextIn(text));
                    at = cell.Next;
                }
                while (!cell.EndsRecord);
                return ([.. cells], bytes + at, lines + text[start..at].Count((byte)'\n'), typeBytes);
            }

            bytes += text.Length;
        }

        throw LossErrors.EmptyInput(Path);
    }

    // Only where there is no other line end: else it is a character of its cell.
    private void RefuseCarriageReturns(CsvPart part, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> own = part.IsLineEndAdded ? text[..^1] : text;
        if (!own.Contains((byte)'\n') && own.IndexOf((byte)'\r') is >= 0 and int first && first < own.Length - 1)
        {
            throw LossErrors.UnsupportedFileFormat(Path, "its lines end with a carriage return alone", "Save it with line feeds, or carriage returns and line feeds, at the ends of lines.");
        }
    }

    private bool CountsColumns()
    {
        // Fewer could be a label and a prediction.
        const int Fewest = 3;
        int first = _firstLine[0].Length == 0 ? 1 : 0;
        int count = _firstLine.Length - first;
        return count >= (first > 0 ? 1 : Fewest)
            && Enumerable.Range(0, count).All(number => _firstLine[first + number] == number.ToString(CultureInfo.InvariantCulture));
    }
}
