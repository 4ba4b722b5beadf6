namespace LossKernels.Diagnostics;

/// <summary>Losses that are NaN, or that are infinite, and what is to blame for the first of them.</summary>
internal struct OddLosses
{
    private Sighting _seen;

    /// <summary>How often they were seen, and where first.</summary>
    public readonly Sighting Seen => _seen;

    /// <summary>What is to blame, as messages call it: target, prediction or weight; null where all of these are finite.</summary>
    public string? Culprit { get; private set; }

    /// <summary>The number that is to blame, as it was given.</summary>
    public double Value { get; private set; }

    /// <summary>Whether it is a number that the data type has not.</summary>
    public readonly bool IsBeyondType => Culprit is not null && double.IsFinite(Value);

    /// <summary>Whether that number rules its class out, and the sample has nothing of this class: it is masked.</summary>
    public bool IsMasked { get; private set; }

    /// <summary>Whether a prediction of the first sample is at an end of 0..1 or beyond: as a probability its logarithm, or that of its complement, may be infinite.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Counts a loss; samples come in order.</summary>
    public void Add(long row, double loss) => _seen.Add(row, loss);

    /// <summary>Says what is to blame for the first.</summary>
    public void Blame(string culprit, double value) => (Culprit, Value) = (culprit, value);

    /// <summary>Says that what is to blame for the first masks a class.</summary>
    public void BlameMask() => IsMasked = true;

    /// <summary>Says that a prediction of the first is at an end of 0..1 or beyond.</summary>
    public void NoteEnd() => HasEnd = true;

    /// <summary>Adds what a later part of the data showed.</summary>
    public void Merge(in OddLosses later)
    {
        if (_seen.Count == 0)
        {
            (Culprit, Value, IsMasked, HasEnd) = (later.Culprit, later.Value, later.IsMasked, later.HasEnd);
        }

        _seen.Merge(later._seen);
    }
}
