using LossKernels.Diagnostics;

namespace LossKernels;

/// <summary>
/// A failure with an identifier, a place and a remedy. <see cref="LossErrors"/> makes every one of them.
/// </summary>
public sealed class LossException : Exception
{
    internal LossException(string id, string message, string remedy)
        : base(message)
    {
        Id = id;
        Remedy = remedy;
    }

    private LossException(LossException failure, string message, string remedy)
        : this(failure.Id, message, remedy)
    {
        Kind = failure.Kind;
        Scope = failure.Scope;
        Row = failure.Row;
        Column = failure.Column;
        Offender = failure.Offender;
        Findings = failure.Findings;
    }

    /// <summary>The identifier of the failure: the name of the factory in <see cref="LossErrors"/> that made it. It is part of the API.</summary>
    public string Id { get; }

    /// <summary>What would be right, as one sentence.</summary>
    public string Remedy { get; }

    /// <summary>What is wrong.</summary>
    public FailureKind Kind { get; internal init; }

    /// <summary>How much it concerns.</summary>
    public FailureScope Scope { get; internal init; }

    /// <summary>The zero-based row (sample) at fault, where one row is at fault.</summary>
    public long? Row { get; internal init; }

    /// <summary>Which of the row's predictions is at fault, counted from zero, where one is.</summary>
    public int? Column { get; internal init; }

    /// <summary>The value at fault, where there is one.</summary>
    public object? Offender { get; internal init; }

    /// <summary>What an examination made of the failure; empty where none was asked for.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; private init; } = [];

    /// <summary>The same failure with what an examination made of it.</summary>
    internal LossException With(IReadOnlyList<Diagnostic> findings) => new(this, Message, Remedy) { Findings = findings };

    /// <summary>The same failure with more said of it.</summary>
    internal LossException WithMessage(string message) => new(this, message, Remedy);

    /// <summary>The same failure with another remedy, for who knows what the values were given for.</summary>
    /// <param name="remedy">What would be right, as one sentence.</param>
    public LossException WithRemedy(string remedy) => new(this, Message, remedy);

    /// <summary>The failure as something that was found in the input.</summary>
    public Diagnostic ToDiagnostic() =>
        new(Id, Message, Remedy, 1, Row ?? 0) { Severity = Severity.Error, Reason = "There is no number for it.", Rows = Row is long row ? [row] : [] };
}
