namespace LossKernels.Semantics;

/// <summary>A failure of one kind of cross-entropy over what another takes. Who calls the kinds otherwise can say so.</summary>
public sealed class OtherKindException : LossException
{
    private readonly LossException _failure;
    private readonly string _takes;
    private readonly LossKind[] _kinds;

    /// <summary>A failure with what to do about it by its kind, and the other kinds.</summary>
    /// <param name="failure">The failure, whose remedy says nothing of kinds.</param>
    /// <param name="takes">What the others take, as the beginning of a sentence that ends with them.</param>
    /// <param name="kinds">The others.</param>
    internal OtherKindException(LossException failure, string takes, params LossKind[] kinds)
        : base(failure, failure.Message, $"{failure.Remedy} {takes} {string.Join(" or ", kinds.Select(kind => $"`Kind = {nameof(LossKind)}.{kind}`"))}.") =>
        (_failure, _takes, _kinds) = (failure, takes, kinds);

    /// <summary>The failure where the names of losses say their kinds.</summary>
    /// <param name="nameOf">The loss of a kind; null where there is none.</param>
    public LossException Named(Func<LossKind, string?> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        string[] names = [.. _kinds.Select(nameOf).OfType<string>()];
        return names.Length == 0 ? _failure : _failure.WithRemedy($"{_failure.Remedy} {_takes} for {string.Join(" or for ", names)}.");
    }
}
