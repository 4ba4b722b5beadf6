using LossKernels;

namespace LossCmdlets.Input;

/// <summary>
/// Tells of samples that are left out. What is wrong with all of them is wrong with the call, and is not told of each: as long as none could be read the first ones
/// are told as they come and the others once one can be; where none can, the error that nothing is left says how many there were. A thousand are enough for that.
/// Of those that fail alike the first ten are told, and in the end how many more there were.
/// </summary>
/// <param name="what">What the samples come from.</param>
/// <param name="report">Is told of each, and of the sample.</param>
/// <param name="told">How many are told as they come.</param>
internal sealed class LeadingFailures(string what, Action<LossException, object?> report, int told)
{
    /// <summary>How many are told as they come, unless somebody counts them.</summary>
    public const int Told = 3;

    private const int Most = 1000;

    private const int MostAlike = 10;

    private readonly int _mostAlike = Math.Max(told, MostAlike);
    private readonly Dictionary<string, Alike> _alike = [];
    private readonly List<(LossException Failure, object? Sample)> _kept = [];
    private bool _hasRead;
    private int _count;

    /// <summary>Tells of a sample, or keeps it until another can be read.</summary>
    /// <exception cref="LossException">EmptyInput: none of the first samples, which are many, could be read.</exception>
    public void Add(LossException failure, object? sample)
    {
        if (_hasRead || ++_count <= told)
        {
            Tell(failure, sample);
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
            _kept.ForEach(kept => Tell(kept.Failure, kept.Sample));
            _kept.Clear();
        }
    }

    /// <summary>Tells how many more there were of those that are alike: no other sample comes.</summary>
    public void Complete()
    {
        foreach (Alike untold in _alike.Values.Where(alike => alike.Count > _mostAlike))
        {
            report(LossErrors.OfMore(untold.First!, untold.Count - _mostAlike), null);
        }
    }

    private void Tell(LossException failure, object? sample)
    {
        if (!_alike.TryGetValue(failure.Id, out Alike? alike))
        {
            _alike.Add(failure.Id, alike = new Alike());
        }

        if (++alike.Count <= _mostAlike)
        {
            report(failure, sample);
        }
        else
        {
            alike.First ??= failure;
        }
    }

    // How many failures have the same id, and the first of them that is not told.
    private sealed class Alike
    {
        public int Count { get; set; }

        public LossException? First { get; set; }
    }
}
