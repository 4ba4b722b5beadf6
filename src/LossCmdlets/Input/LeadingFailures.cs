using LossKernels;

namespace LossCmdlets.Input;

/// <summary>
/// Tells of samples that are left out. What is wrong with all of them is wrong with the call, and is not told of each: as long as none could be read the first ones
/// are told as they come and the others once one can be; where none can, the error that nothing is left says how many there were. A thousand are enough for that.
/// </summary>
/// <param name="what">What the samples come from.</param>
/// <param name="report">Is told of each, and of the sample.</param>
/// <param name="told">How many are told as they come.</param>
internal sealed class LeadingFailures(string what, Action<LossException, object?> report, int told)
{
    /// <summary>How many are told as they come, unless somebody counts them.</summary>
    public const int Told = 3;

    private const int Most = 1000;

    private readonly List<(LossException Failure, object? Sample)> _kept = [];
    private bool _hasRead;
    private int _count;

    /// <summary>Tells of a sample, or keeps it until another can be read.</summary>
    /// <exception cref="LossException">EmptyInput: none of the first samples, which are many, could be read.</exception>
    public void Add(LossException failure, object? sample)
    {
        if (_hasRead || ++_count <= told)
        {
            report(failure, sample);
        }
        else
        {
            _kept.Add((failure, sample));
        }

        if (!_hasRead && _count == Most)
        {
            throw LossErrors.EmptyInput(what, _count, areFirst: true);
        }
    }

    /// <summary>Tells of those that were kept: a sample could be read.</summary>
    public void Release()
    {
        if (!_hasRead)
        {
            _hasRead = true;
            _kept.ForEach(kept => report(kept.Failure, kept.Sample));
            _kept.Clear();
        }
    }
}
