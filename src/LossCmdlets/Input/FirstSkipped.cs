using LossKernels;

namespace LossCmdlets.Input;

/// <summary>Keeps the first of the samples that are left out: where nothing is left, it says why.</summary>
internal sealed class FirstSkipped
{
    private LossException? _first;

    /// <summary>Takes note of a sample that is left out.</summary>
    public void Note(LossException failure) => _first ??= failure;

    /// <summary>A failure because nothing is left, with why the first sample was left out; any other as it is.</summary>
    public LossException Explain(LossException failure) =>
        failure.Id == nameof(LossErrors.EmptyInput) && _first is not null ? LossErrors.OfSkipped(failure, _first) : failure;
}
