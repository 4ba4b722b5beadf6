namespace LossKernels.Diagnostics;

/// <summary>A failure with what an examination made of it.</summary>
public sealed class ExplainedException : LossException
{
    internal ExplainedException(LossException failure, IReadOnlyList<Diagnostic> findings)
        : this(failure, failure.Message, failure.Remedy, findings)
    {
    }

    private ExplainedException(LossException failure, string message, string remedy, IReadOnlyList<Diagnostic> findings)
        : base(failure, message, remedy) => Findings = findings;

    /// <summary>What the rules found: at least what the failure says itself.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; }

    private protected override LossException Saying(string message, string remedy) => new ExplainedException(this, message, remedy, Findings);
}
