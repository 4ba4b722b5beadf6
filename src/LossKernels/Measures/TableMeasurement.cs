using LossKernels.Progress;
using LossKernels.Sources;
using LossKernels.Sources.Columns;
using LossKernels.Sources.Text;

namespace LossKernels.Measures;

/// <summary>
/// Measures the rows of CSV files, one after another, as one data set: the result is that of an array of the numbers in them, to the last bit,
/// and memory does not grow with the files.
/// </summary>
/// <param name="options">What to compute. Without a data type, the convention's: numbers are read as double.</param>
/// <param name="columns">Which columns hold what.</param>
/// <param name="labels">What is said of classes by their labels.</param>
/// <param name="skipped">Is told of each row that cannot be read or measured and is left out.</param>
/// <param name="format">How the files are written; null to find that out.</param>
public sealed class TableMeasurement(
    LossOptions options, ColumnRequest columns, ClassLabels labels, Action<LossException> skipped, CsvFormat? format = null) : IDisposable
{
    // Meanwhile other threads read and parse, which is most of the work: with more than half of the cores at the measuring all wait for one another.
    // And fresh memory costs more than the measuring of what is gathered in it.
    private static readonly int BlocksAtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly List<(string Path, ColumnChoice Columns)> _files = [];
    private MeterGroups? _groups;
    private TargetDecoder? _decoder;
    private ColumnChoice? _first;
    private long _records;
    private long _unread;

    /// <summary>Whether a row could be read so far.</summary>
    public bool HasRead { get; private set; }

    /// <summary>Measures the rows of a file.</summary>
    /// <param name="path">The file, plain or compressed by gzip.</param>
    /// <param name="context">What ends the measurement early, and what is told how far it has come.</param>
    /// <exception cref="LossException">The file cannot be read, or what it holds makes no measurement.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Add(string path, MeasureContext context = default)
    {
        ArgumentNullException.ThrowIfNull(skipped);
        using CsvTable table = CsvTable.Open(path, format);
        context.Progress?.ExpectBytes(table.Length);
        (ColumnChoice choice, bool hasHeader) = Choose(table);
        Begin(choice, path);
        _files.Add((path, choice));

        RowLayout layout = new(choice);
        long first = _records;
        long position = 0;
        foreach (CsvBatch batch in table.Read(layout.Columns, hasHeader, options.ThrottleLimit, context.Cancellation))
        {
            Add(batch, layout, first);
            context.Progress?.AddRows(batch.Rows);
            context.Progress?.AddBytes(table.Position - position);
            position = table.Position;
        }
    }

    /// <summary>Ends the measurement: a result for each group, or one.</summary>
    /// <exception cref="LossException">EmptyInput: there was no row that could be read; or what the rows have in common has no meaning.</exception>
    public IReadOnlyList<GroupResult> Complete()
    {
        string what = _files.Count == 1 ? _files[0].Path : "Path";
        return _records > _unread ? _groups!.Complete(_decoder!.Labels, what) : throw LossErrors.EmptyInput(what, _unread);
    }

    /// <inheritdoc/>
    public void Dispose() => _groups?.Dispose();

    // Columns that are asked for by name have names. Positions can be counted in both cases.
    private (ColumnChoice Choice, bool HasHeader) Choose(CsvTable table)
    {
        if (format?.HasHeader == false || (format?.HasHeader is null && columns.ArePositions))
        {
            ColumnChoice counted = ColumnChoice.Of(ColumnNames.Counting(table.FirstLine, table.Path), columns);
            if (format?.HasHeader == false || !table.LooksLikeHeader([.. counted.Predictions.Positions]))
            {
                return (counted, false);
            }
        }

        return (ColumnChoice.Of(ColumnNames.OfFile(table.FirstLine, table.Path), columns), true);
    }

    private void Begin(ColumnChoice choice, string path)
    {
        if (_first is null)
        {
            _first = choice;
            _decoder = new TargetDecoder(labels, options, choice.Predictions, choice.Targets.Count);
            _groups = new MeterGroups(_decoder.Options, (failure, origin) => Skip(failure, origin, _files[origin.Source].Columns.PlaceOf(failure)), BlocksAtOnce);
        }
        else if (choice.Targets.Count != _first.Targets.Count || !AreAlike(choice.Predictions, _first.Predictions))
        {
            throw LossErrors.ShapeMismatch(
                $"The file '{path}' has the prediction columns {Show(choice.Predictions)}, the files before it {Show(_first.Predictions)}.",
                "Give files of the same columns, or `Loss.MeasureTable` for a result of each.");
        }
    }

    private static bool AreAlike(ColumnSelection one, ColumnSelection other) =>
        one.Positions.Count == other.Positions.Count && AreAlike(one.Class, other.Class) && AreAlike(one.Numbers, other.Numbers);

    private static bool AreAlike(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other, StringComparer.Ordinal);

    private static string Show(ColumnSelection columns)
    {
        const int Shown = 10;
        return $"({string.Join(", ", columns.Names.Take(Shown))}{(columns.Names.Count > Shown ? ", ..." : "")})";
    }

    private void Add(CsvBatch batch, RowLayout layout, long first)
    {
        LossMeter?[] meters = layout.IsGrouped ? new LossMeter?[batch.KeyTexts.Count] : [_groups![null]];
        double?[] texts = new double?[batch.Texts.Count];
        Span<double> label = stackalloc double[1];

        // Failures are told in their place among the rows; each is made when it is asked for.
        using IEnumerator<CsvFailure> failures = batch.Failures.GetEnumerator();
        bool hasFailure = failures.MoveNext();
        for (int row = 0; row < batch.Rows; row++)
        {
            for (; hasFailure && failures.Current.Record < batch.Records[row]; hasFailure = failures.MoveNext())
            {
                SkipUnread(failures.Current, layout);
            }

            int group = layout.IsGrouped ? batch.Keys[row] : 0;
            LossMeter meter = meters[group] ??= _groups![batch.KeyTexts[group]];
            long record = first + batch.Records[row];
            SampleOrigin origin = new(_files.Count - 1, batch.Lines[row]);
            ReadOnlySpan<double> numbers = batch.Numbers.Slice(row * layout.Width, layout.Width);
            if (layout.HasLabel && !TryDecode(batch, row, record, texts, out label[0], out LossException? failure))
            {
                meter.Skip();
                Skip(failure!, origin, _files[^1].Columns.LabelPlace);
            }
            else
            {
                meter.Add(
                    numbers[..layout.Predictions],
                    layout.HasLabel ? label : numbers.Slice(layout.Predictions, layout.Targets),
                    layout.IsWeighted ? numbers[^1] : null,
                    record,
                    origin);
                HasRead = true;
            }
        }

        for (; hasFailure; hasFailure = failures.MoveNext())
        {
            SkipUnread(failures.Current, layout);
        }

        _records += batch.Rows + batch.Failures.Count;
    }

    private bool TryDecode(CsvBatch batch, int row, long record, double?[] texts, out double label, out LossException? failure)
    {
        failure = null;
        int text = batch.LabelTexts[row];
        label = text < 0 ? batch.Labels[row] : texts[text].GetValueOrDefault();
        try
        {
            if (text < 0)
            {
                label = _decoder!.Decode(label, record);
            }
            else if (texts[text] is null)
            {
                texts[text] = label = _decoder!.TryDecode(batch.Texts[text], record, out double number)
                    ? number
                    : throw LossErrors.NonNumericValue("Target", null, batch.Texts[text], isCell: true);
            }
        }
        catch (LossException reason) when (reason.Scope == FailureScope.Sample)
        {
            failure = reason;
        }

        return failure is null;
    }

    // A row that could not be read counts in its group, where its cells tell which that is. Where the rest of the file cannot be read either, there is no number for it.
    private void SkipUnread(CsvFailure failure, RowLayout layout)
    {
        if (failure.EndsReading)
        {
            throw failure.Error;
        }

        _unread++;
        skipped(failure.Error);
        if (!layout.IsGrouped || failure.Key is not null)
        {
            _groups![failure.Key].Skip();
        }
    }

    private void Skip(LossException failure, SampleOrigin origin, string? column)
    {
        string place = $"line {origin.Line} of '{_files[origin.Source].Path}'";
        skipped(LossErrors.At(failure, column is null ? place : $"{place}, {column}"));
    }

    // How the numbers of a row lie side by side: predictions, targets unless there is a label, weight.
    private sealed class RowLayout(ColumnChoice choice)
    {
        public int Predictions { get; } = choice.Predictions.Positions.Count;

        public bool HasLabel { get; } = choice.Targets.Count == 1;

        public int Targets { get; } = choice.Targets.Count == 1 ? 0 : choice.Targets.Count;

        public bool IsWeighted { get; } = choice.Weight is not null;

        public bool IsGrouped { get; } = choice.Group is not null;

        public int Width => Predictions + Targets + (IsWeighted ? 1 : 0);

        public CsvColumns Columns => new(
            [.. choice.Predictions.Positions, .. HasLabel ? [] : choice.Targets, .. choice.Weight is int weight ? [weight] : Array.Empty<int>()],
            HasLabel ? [choice.Targets[0]] : [],
            choice.Group);
    }
}
