using LossKernels.Diagnostics;

namespace LossKernels;

/// <summary>
/// A failure with an identifier, a place and a remedy. <see cref="LossErrors"/> makes every one of them.
/// </summary>
public sealed class LossException : Exception
{
    internal LossException(string id, string message, string remedy, long? row = null, object? offender = null)
        : base(message)
    {
        Id = id;
        Remedy = remedy;
        Row = row;
        Offender = offender;
    }

    /// <summary>The identifier of the failure: the name of the factory in <see cref="LossErrors"/> that made it. It is part of the API.</summary>
    public string Id { get; }

    /// <summary>What would be right, as one sentence.</summary>
    public string Remedy { get; }

    /// <summary>The zero-based row (sample) at fault, where one row is at fault.</summary>
    public long? Row { get; }

    /// <summary>The value at fault, where there is one.</summary>
    public object? Offender { get; }

    /// <summary>What an examination made of the failure; empty where none was asked for.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; private init; } = [];

    /// <summary>The same failure with what an examination made of it.</summary>
    internal LossException With(IReadOnlyList<Diagnostic> findings) => new(Id, Message, Remedy, Row, Offender) { Findings = findings };
}
