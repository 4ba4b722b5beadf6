namespace LossKernels.Measures;

/// <summary>The sums of the samples of a class.</summary>
internal struct ClassSums
{
    public long Count;
    public double Weight;
    public double Loss;

    /// <summary>What their targets add to the share of the class.</summary>
    public double Target;

    /// <summary>Adds those of another part.</summary>
    public void Add(in ClassSums other)
    {
        Count += other.Count;
        Weight += other.Weight;
        Loss += other.Loss;
        Target += other.Target;
    }
}
