using System.Globalization;

namespace LossKernels.Sources.Text;

/// <summary>What is to be read of a file's records.</summary>
internal sealed class CsvLayout
{
    /// <summary>The slot of a column that nothing is read from.</summary>
    public const int Skipped = -1;

    /// <summary>The slot of a column of which more is read than one number.</summary>
    public const int Other = -2;

    private readonly int[] _slots;
    private readonly CsvUse[][] _uses;

    public CsvLayout(string path, byte delimiter, int width, IReadOnlyList<string>? names, CsvSizes sizes, CsvColumns columns)
    {
        Path = path;
        Delimiter = delimiter;
        Width = width;
        Names = names;
        MostRecordBytes = sizes.Record;
        Numbers = columns.Numbers.Count;
        Labels = columns.Labels.Count;
        HasKey = columns.Key is not null;
        List<CsvUse>[] uses = new List<CsvUse>[width];
        void Add(int column, CsvRole role, int slot)
        {
            if ((uint)column >= (uint)width)
            {
                throw LossErrors.ColumnNotFound(column.ToString(CultureInfo.InvariantCulture), path, width == 1 ? "1 column" : $"{width} columns");
            }

            (uses[column] ??= []).Add(new CsvUse(role, slot));
        }

        for (int slot = 0; slot < Numbers; slot++)
        {
            Add(columns.Numbers[slot], CsvRole.Number, slot);
        }

        for (int slot = 0; slot < Labels; slot++)
        {
            Add(columns.Labels[slot], CsvRole.Label, slot);
        }

        if (columns.Key is int key)
        {
            Add(key, CsvRole.Key, 0);
        }

        _uses = [.. uses.Select(column => column?.ToArray() ?? [])];
        _slots = [.. _uses.Select(column => column switch
        {
            [] => Skipped,
            [{ Role: CsvRole.Number, Slot: int slot }] => slot,
            _ => Other,
        })];
    }

    public string Path { get; }

    public byte Delimiter { get; }

    /// <summary>The cells of a record.</summary>
    public int Width { get; }

    /// <summary>The names of the columns; null where there is no header.</summary>
    public IReadOnlyList<string>? Names { get; }

    public int MostRecordBytes { get; }

    /// <summary>The numbers that are read from a record.</summary>
    public int Numbers { get; }

    /// <summary>The labels that are read from a record.</summary>
    public int Labels { get; }

    public bool HasKey { get; }

    /// <summary>For each column the place of its number among those of the record, or <see cref="Skipped"/> or <see cref="Other"/>.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>All that is read from a column.</summary>
    public ReadOnlySpan<CsvUse> UsesOf(int column) => column < Width ? _uses[column] : [];
}
