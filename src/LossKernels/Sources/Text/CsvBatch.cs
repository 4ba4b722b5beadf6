using System.Collections;

namespace LossKernels.Sources.Text;

/// <summary>
/// Some records of a file, one after the other. Its memory is used again for another batch as soon as the next one is asked for, so what is
/// to be kept must be copied.
/// </summary>
public sealed class CsvBatch
{
    // So many numbers are made room for at first, and twice as many rows whenever there is no more.
    private const int FirstCapacity = 4096;

    private readonly CsvLayout _layout;
    private readonly TextIndex _texts = new();
    private readonly TextIndex _keyTexts = new();
    private readonly List<CsvFault> _faults = [];
    private int _capacity;
    private double[] _numbers = [];
    private double[] _labels = [];
    private int[] _labelTexts = [];
    private int[] _keys = [];
    private long[] _lines = [];
    private long[] _records = [];
    private long _firstLine;
    private long _firstRecord;
    private int _textsBefore;
    private int _keyTextsBefore;

    internal CsvBatch(CsvLayout layout)
    {
        _layout = layout;
        Failures = new FailureList(this);
    }

    /// <summary>The records that could be read.</summary>
    public int Rows { get; private set; }

    /// <summary>Their numbers: rows x columns, row by row.</summary>
    public ReadOnlySpan<double> Numbers => _numbers.AsSpan(0, Rows * _layout.Numbers);

    /// <summary>Their labels that are numbers: rows x columns, row by row; NaN where a label is text.</summary>
    public ReadOnlySpan<double> Labels => _labels.AsSpan(0, Rows * _layout.Labels);

    /// <summary>Their labels that are text, as places in <see cref="Texts"/>: rows x columns, row by row; -1 where a label is a number.</summary>
    public ReadOnlySpan<int> LabelTexts => _labelTexts.AsSpan(0, Rows * _layout.Labels);

    /// <summary>The distinct labels of this batch that are text, in order of appearance.</summary>
    public IReadOnlyList<string> Texts => _texts.Texts;

    /// <summary>Their keys, as places in <see cref="KeyTexts"/>; empty where none was asked for.</summary>
    public ReadOnlySpan<int> Keys => _layout.HasKey ? _keys.AsSpan(0, Rows) : [];

    /// <summary>The distinct keys of this batch, in order of appearance.</summary>
    public IReadOnlyList<string> KeyTexts => _keyTexts.Texts;

    /// <summary>The line of the file, from one, on which each of them begins.</summary>
    public ReadOnlySpan<long> Lines => _lines.AsSpan(0, Rows);

    /// <summary>The number of each of them in the file, from zero; the header is not counted, records that could not be read are.</summary>
    public ReadOnlySpan<long> Records => _records.AsSpan(0, Rows);

    /// <summary>The records that could not be read, in their order. Their messages are made when they are asked for.</summary>
    public IReadOnlyList<CsvFailure> Failures { get; }

    /// <summary>The text that this is made of.</summary>
    internal CsvPart Part { get; } = new();

    internal CsvLayout Layout => _layout;

    /// <summary>The line of the file, from one, on which its text begins.</summary>
    internal long FirstLine => _firstLine;

    /// <summary>The line ends of the text.</summary>
    internal long LineCount { get; set; }

    internal long RecordCount => Rows + _faults.Count;

    /// <summary>Room for the numbers of one more record.</summary>
    internal Span<double> NextNumbers => _numbers.AsSpan(Rows * _layout.Numbers, _layout.Numbers);

    /// <summary>Forgets all records.</summary>
    internal void Clear()
    {
        Rows = 0;
        LineCount = 0;
        _firstLine = 0;
        _firstRecord = 0;
        _faults.Clear();
        _texts.Clear();
        _keyTexts.Clear();
    }

    /// <summary>Makes room for a record.</summary>
    internal void Begin()
    {
        if (Rows == _capacity)
        {
            _capacity = _capacity > 0 ? 2 * _capacity : Math.Max(1, FirstCapacity / Math.Max(1, _layout.Numbers + _layout.Labels));
            Array.Resize(ref _numbers, _capacity * _layout.Numbers);
            Array.Resize(ref _labels, _capacity * _layout.Labels);
            Array.Resize(ref _labelTexts, _capacity * _layout.Labels);
            Array.Resize(ref _keys, _layout.HasKey ? _capacity : 0);
            Array.Resize(ref _lines, _capacity);
            Array.Resize(ref _records, _capacity);
        }

        _textsBefore = Texts.Count;
        _keyTextsBefore = KeyTexts.Count;
    }

    internal void SetLabel(int slot, double number)
    {
        _labels[(Rows * _layout.Labels) + slot] = number;
        _labelTexts[(Rows * _layout.Labels) + slot] = -1;
    }

    internal void SetLabel(int slot, ReadOnlySpan<byte> text, CsvCell cell)
    {
        _labels[(Rows * _layout.Labels) + slot] = double.NaN;
        _labelTexts[(Rows * _layout.Labels) + slot] = _texts.NumberOf(text, cell);
    }

    internal void SetKey(ReadOnlySpan<byte> text, CsvCell cell) => _keys[Rows] = _keyTexts.NumberOf(text, cell);

    /// <summary>Counts the record in.</summary>
    /// <param name="line">Its line, from zero in the text.</param>
    internal void Accept(long line)
    {
        _lines[Rows] = line;
        _records[Rows] = RecordCount;
        Rows++;
    }

    /// <summary>Leaves the record out.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="hasKey">Whether its key could be read all the same.</param>
    internal void Reject(CsvFault fault, bool hasKey = false)
    {
        _faults.Add(hasKey ? fault with { Key = KeyTexts[_keys[Rows]] } : fault);
        _texts.Truncate(_textsBefore);
        _keyTexts.Truncate(_keyTextsBefore);
    }

    /// <summary>Says where in the file the text begins.</summary>
    internal void Place(long line, long record)
    {
        _firstLine = line;
        _firstRecord = record;
        for (int row = 0; row < Rows; row++)
        {
            _lines[row] += line;
            _records[row] += record;
        }
    }

    private sealed class FailureList(CsvBatch batch) : IReadOnlyList<CsvFailure>
    {
        public int Count => batch._faults.Count;

        public CsvFailure this[int index]
        {
            get
            {
                CsvFault fault = batch._faults[index];
                long line = batch._firstLine + fault.Line;
                LossException error = fault.ToError(batch._layout, batch.Part.Bytes.AsSpan(0, batch.Part.Length), line);
                return new CsvFailure(batch._firstRecord + fault.Record, line, error, fault.Kind is CsvFaultKind.OpenQuote or CsvFaultKind.TooLong, fault.Key);
            }
        }

        public IEnumerator<CsvFailure> GetEnumerator()
        {
            for (int index = 0; index < Count; index++)
            {
                yield return this[index];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
