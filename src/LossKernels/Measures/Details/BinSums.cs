namespace LossKernels.Measures.Details;

/// <summary>The sums of a bin of the winning probability.</summary>
internal struct BinSums
{
    /// <summary>How many numbers they are.</summary>
    public const int Numbers = 4;

    public long Count;
    public double Weight;
    public double Hits;
    public double Confidence;

    /// <summary>Adds those of another part.</summary>
    public void Add(in BinSums other)
    {
        Count += other.Count;
        Weight += other.Weight;
        Hits += other.Hits;
        Confidence += other.Confidence;
    }
}
