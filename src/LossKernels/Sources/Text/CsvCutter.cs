namespace LossKernels.Sources.Text;

/// <summary>Cuts a file into parts of about the same size where records end: at line ends that are not between quotes.</summary>
/// <param name="file">The file, at its first byte or behind its header.</param>
/// <param name="delimiter">What stands between two cells.</param>
/// <param name="sizes">How large parts and records are.</param>
internal sealed class CsvCutter(TextFile file, byte delimiter, CsvSizes sizes)
{
    // So much is read at a time that nobody waits long for a file to be given up.
    private const int MostReadAtOnce = 1 << 20;

    private byte[] _rest = [];
    private int _restLength;
    private bool _isAtEnd;
    private bool _isDone;
    private LossException? _failure;

    /// <summary>Reads the next part.</summary>
    /// <returns>False where there is none.</returns>
    /// <exception cref="LossException">MalformedFile: the file cannot be read on. The records before that have come.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public bool TryRead(CsvPart part, CancellationToken cancellation)
    {
        part.Length = 0;
        part.Fault = null;
        part.IsLineEndAdded = false;
        if (_isDone)
        {
            return false;
        }

        int size = Math.Max(sizes.Part, _restLength);
        part.Reserve(size + 1);
        _rest.AsSpan(0, _restLength).CopyTo(part.Bytes);
        part.Length = _restLength;
        _restLength = 0;
        while (true)
        {
            Fill(part, size, cancellation);
            int end = LastRecordEnd(part.Bytes.AsSpan(0, part.Length), out int openQuote);
            if (end == 0 && !_isAtEnd && part.Length < sizes.Record)
            {
                size = (int)Math.Min(2L * size, sizes.Record);
                part.Reserve(size + 1);
                continue;
            }

            if (end > 0 && (!_isAtEnd || openQuote >= 0 || _failure is not null))
            {
                Keep(part, end);
            }
            else if (_failure is not null)
            {
                throw _failure;
            }
            else
            {
                _isDone = true;
                Close(part, end, openQuote);
            }

            part.FilePosition = file.Position;
            return part.Length > 0;
        }
    }

    private void Fill(CsvPart part, int size, CancellationToken cancellation)
    {
        while (part.Length < size && !_isAtEnd)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                int read = file.Read(part.Bytes.AsSpan(part.Length, Math.Min(size - part.Length, MostReadAtOnce)));
                part.Length += read;
                _isAtEnd = read == 0;
            }
            catch (LossException failure)
            {
                _failure = failure;
                _isAtEnd = true;
            }
        }
    }

    private void Keep(CsvPart part, int end)
    {
        _restLength = part.Length - end;
        if (_rest.Length < _restLength)
        {
            _rest = GC.AllocateUninitializedArray<byte>(_restLength);
        }

        part.Bytes.AsSpan(end, _restLength).CopyTo(_rest);
        part.Length = end;
    }

    // The last part: its last record may lack a line end, or be no record.
    private void Close(CsvPart part, int end, int openQuote)
    {
        if (!_isAtEnd)
        {
            part.Fault = CsvFaultKind.TooLong;
            part.FaultAt = 0;
        }
        else if (openQuote >= 0)
        {
            part.Fault = CsvFaultKind.OpenQuote;
            part.FaultAt = openQuote;
        }
        else if (end < part.Length)
        {
            part.Bytes[part.Length++] = (byte)'\n';
            part.IsLineEndAdded = true;
        }
    }

    // Behind the last record that ends in a text that begins with one, or 0; and the quote that is open at the end, or -1.
    private int LastRecordEnd(ReadOnlySpan<byte> text, out int openQuote)
    {
        openQuote = -1;
        int end = 0;
        int start = 0;
        while (true)
        {
            int quote = NextOpeningQuote(text, start);
            int lineEnd = text[start..(quote < 0 ? text.Length : quote)].LastIndexOf((byte)'\n');
            end = lineEnd < 0 ? end : start + lineEnd + 1;
            if (quote < 0)
            {
                return end;
            }

            start = CsvCell.BehindClosingQuote(text, quote);
            if (start < 0)
            {
                openQuote = quote;
                return end;
            }
        }
    }

    // A quote opens where a cell begins, blanks aside; elsewhere it is a character like others. The text starts a cell, or ends a quoted one.
    private int NextOpeningQuote(ReadOnlySpan<byte> text, int start)
    {
        int quote = start - 1;
        while (true)
        {
            int next = text[(quote + 1)..].IndexOf((byte)'"');
            if (next < 0)
            {
                return -1;
            }

            quote += next + 1;
            int before = quote - 1;
            while (before >= start && CsvCell.IsBlank(text[before], delimiter))
            {
                before--;
            }

            if (before < start ? start == 0 : text[before] == delimiter || text[before] == '\n')
            {
                return quote;
            }
        }
    }
}
