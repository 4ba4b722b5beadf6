using LossKernels.Measures.Binding;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>A meter for each group of samples, in the order in which the groups appear. They share one decision about the kind.</summary>
/// <param name="options">What to compute.</param>
/// <param name="skipped">Is told of each sample that is left out because of its values.</param>
/// <param name="blocksAtOnce">How many blocks a meter gathers before it measures them.</param>
public sealed class MeterGroups(LossOptions options, Action<LossException, SampleOrigin> skipped, int blocksAtOnce = 1) : IDisposable
{
    private readonly Dictionary<string, LossMeter> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string? Name, LossMeter Meter)> _inOrder = [];
    private readonly SharedKind _kind = new();
    private LossMeter? _ungrouped;

    /// <summary>The meter of a group; case does not tell groups apart. Of samples that are not grouped, null names the only one.</summary>
    /// <param name="group">The name of the group.</param>
    public LossMeter this[string? group]
    {
        get
        {
            LossMeter? meter = _ungrouped;
            if (group is null ? meter is null : !_byName.TryGetValue(group, out meter))
            {
                meter = new LossMeter(options, skipped, _kind, blocksAtOnce);
                _inOrder.Add((group, meter));
                if (group is null)
                {
                    _ungrouped = meter;
                }
                else
                {
                    _byName.Add(group, meter);
                }
            }

            return meter!;
        }
    }

    /// <summary>Ends the measurements, in the order of the groups. A group of which every sample was left out has no result.</summary>
    /// <param name="labels">The labels of the classes, where they are known.</param>
    /// <param name="what">What the samples come from, for messages.</param>
    /// <exception cref="LossException">EmptyInput: there was no sample; or what the samples of a group have in common has no meaning.</exception>
    public IReadOnlyList<GroupResult> Complete(IReadOnlyList<string>? labels, string what = "Input")
    {
        List<GroupResult> results = [];
        long skippedCount = 0;
        foreach ((string? name, LossMeter meter) in _inOrder)
        {
            try
            {
                results.Add(new GroupResult(name, meter.Complete(), labels));
            }
            catch (LossException failure) when (failure.Kind == FailureKind.Nothing)
            {
                skippedCount += meter.SkippedCount;
            }
        }

        return results.Count > 0 ? results : throw LossErrors.EmptyInput(what, skippedCount);
    }

    /// <inheritdoc/>
    public void Dispose() => _inOrder.ForEach(group => group.Meter.Dispose());
}
