namespace LossKernels.Diagnostics;

/// <summary>How often something was seen, and where first.</summary>
internal struct Sighting
{
    /// <summary>The most samples that are named.</summary>
    public const int MostRows = 5;

    private List<long>? _rows;

    /// <summary>How often.</summary>
    public long Count { get; private set; }

    /// <summary>The value where it was seen first.</summary>
    public double Value { get; private set; }

    /// <summary>The first sample; 0 where it was not seen.</summary>
    public readonly long Row => _rows is null ? 0 : _rows[0];

    /// <summary>The first samples.</summary>
    public readonly IReadOnlyList<long> Rows => _rows ?? [];

    /// <summary>Counts a sample; samples come in order.</summary>
    public void Add(long row, double value = double.NaN)
    {
        if (Count++ == 0)
        {
            Value = value;
        }

        Name(row);
    }

    /// <summary>Adds what a later part of the data showed.</summary>
    public void Merge(in Sighting later)
    {
        if (later._rows is null)
        {
            return;
        }

        if (Count == 0)
        {
            Value = later.Value;
        }

        Count += later.Count;
        foreach (long row in later._rows)
        {
            Name(row);
        }
    }

    private void Name(long row)
    {
        _rows ??= [];
        if (_rows.Count < MostRows && (_rows.Count == 0 || _rows[^1] != row))
        {
            _rows.Add(row);
        }
    }
}
