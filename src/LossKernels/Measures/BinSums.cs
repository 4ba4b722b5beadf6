namespace LossKernels.Measures;

/// <summary>The sums of a bin of the winning probability.</summary>
internal struct BinSums
{
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
