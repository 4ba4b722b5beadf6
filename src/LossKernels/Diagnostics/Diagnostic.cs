namespace LossKernels.Diagnostics;

/// <summary>Something seen in the input that can make the number mean something else than intended.</summary>
/// <param name="Id">The name of the rule that saw it; part of the API.</param>
/// <param name="Message">What was seen and where.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Count">How often it was seen.</param>
/// <param name="FirstRow">The first sample in which it was seen, from zero.</param>
public sealed record Diagnostic(string Id, string Message, string Remedy, long Count, long FirstRow)
{
    /// <summary>How much it bears on the number.</summary>
    public Severity Severity { get; init; } = Severity.Warning;

    /// <summary>Why it matters, in a sentence.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What to change in the call; null where the call is not what is wrong.</summary>
    public Fix? Fix { get; init; }

    /// <summary>The samples in which it was seen, or the first of them.</summary>
    public IReadOnlyList<long> Rows { get; init; } = [];

    /// <summary>A failure as something that was found in the input.</summary>
    /// <param name="failure">The failure.</param>
    public static Diagnostic Of(LossException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new(failure.Id, failure.Message, failure.Remedy, 1, failure.Row ?? 0)
        {
            Severity = Severity.Error,
            Reason = "There is no number for it.",
            Rows = failure.Row is long row ? [row] : [],
        };
    }

    private (string Id, string Message, string Remedy, long Count, long FirstRow, Severity Severity, string Reason, Fix? Fix) Facts =>
        (Id, Message, Remedy, Count, FirstRow, Severity, Reason, Fix);

    /// <summary>Whether the same was seen in the same samples.</summary>
    public bool Equals(Diagnostic? other) => other is not null && Facts == other.Facts && Rows.SequenceEqual(other.Rows);

    /// <inheritdoc/>
    public override int GetHashCode() => Facts.GetHashCode();
}
