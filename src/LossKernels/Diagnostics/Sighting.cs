namespace LossKernels.Diagnostics;

/// <summary>How often something was seen, and where first.</summary>
internal struct Sighting
{
    /// <summary>How often.</summary>
    public long Count;

    /// <summary>The first sample.</summary>
    public long Row;

    /// <summary>The value there.</summary>
    public double Value;

    /// <summary>Counts a sample; samples come in order.</summary>
    public void Add(long row, double value = double.NaN)
    {
        if (Count++ == 0)
        {
            (Row, Value) = (row, value);
        }
    }

    /// <summary>Adds what a later part of the data showed.</summary>
    public void Merge(in Sighting later)
    {
        if (Count == 0)
        {
            this = later;
            return;
        }

        Count += later.Count;
    }
}
