namespace LossKernels.Progress;

/// <summary>What a measurement that takes long has to do with whoever waits for it.</summary>
public readonly record struct MeasureContext
{
    /// <summary>Ends it between two blocks.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Is told how far it has come; null where nobody asks.</summary>
    public MeasureProgress? Progress { get; init; }

    /// <summary>Only what ends it.</summary>
    /// <param name="cancellation">Ends it between two blocks.</param>
    public static implicit operator MeasureContext(CancellationToken cancellation) => FromCancellationToken(cancellation);

    /// <summary>Only what ends it.</summary>
    /// <param name="cancellation">Ends it between two blocks.</param>
    public static MeasureContext FromCancellationToken(CancellationToken cancellation) => new() { Cancellation = cancellation };
}
