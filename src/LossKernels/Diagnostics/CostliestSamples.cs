namespace LossKernels.Diagnostics;

/// <summary>The samples that cost most, in the order of their loss and of equals in their own: few, however many there are.</summary>
internal sealed class CostliestSamples
{
    /// <summary>The most samples that are kept.</summary>
    public const int Most = 10;

    private readonly List<CostlySample> _samples = new(Most + 1);

    /// <summary>The samples, the costliest first.</summary>
    public IReadOnlyList<CostlySample> All => _samples;

    /// <summary>Whether a sample that follows would be among them. What is NaN is not costly.</summary>
    public bool Takes(double loss) => _samples.Count < Most ? !double.IsNaN(loss) : loss > _samples[^1].Loss;

    /// <summary>Takes in a sample; samples come in order.</summary>
    public void Add(CostlySample sample)
    {
        if (!Takes(sample.Loss))
        {
            return;
        }

        int place = _samples.Count;
        while (place > 0 && _samples[place - 1].Loss < sample.Loss)
        {
            place--;
        }

        _samples.Insert(place, sample);
        if (_samples.Count > Most)
        {
            _samples.RemoveAt(Most);
        }
    }

    /// <summary>Takes in those of the part of the data that follows.</summary>
    public void Add(CostliestSamples later)
    {
        foreach (CostlySample sample in later._samples)
        {
            Add(sample);
        }
    }
}
