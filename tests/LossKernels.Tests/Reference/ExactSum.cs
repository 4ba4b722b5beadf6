namespace LossKernels.Tests.Reference;

/// <summary>A sum of exact numbers, and what its terms are in size: a rounding error is relative to that.</summary>
internal sealed class ExactSum
{
    /// <summary>The sum.</summary>
    public BigReal Value { get; private set; }

    /// <summary>The sum of the magnitudes.</summary>
    public BigReal Size { get; private set; }

    /// <summary>Adds a term.</summary>
    public void Add(BigReal term)
    {
        Value += term;
        Size += BigReal.Abs(term);
    }
}
