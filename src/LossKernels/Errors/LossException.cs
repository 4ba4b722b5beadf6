using LossKernels.Diagnostics;

namespace LossKernels;

/// <summary>
/// A failure with an identifier, a place and a remedy. <see cref="LossErrors"/> makes every one of them.
/// </summary>
public sealed class LossException : Exception
{
    internal LossException(string id, string message, string remedy, long? row = null, object? offender = null, int? column = null)
        : base(message)
    {
        Id = id;
        Remedy = remedy;
        Row = row;
        Offender = offender;
        Column = column;
    }

    /// <summary>The identifier of the failure: the name of the factory in <see cref="LossErrors"/> that made it. It is part of the API.</summary>
    public string Id { get; }

    /// <summary>What would be right, as one sentence.</summary>
    public string Remedy { get; }

    /// <summary>The zero-based row (sample) at fault, where one row is at fault.</summary>
    public long? Row { get; }

    /// <summary>Which of the row's predictions is at fault, counted from zero, where one is.</summary>
    public int? Column { get; }

    /// <summary>The value at fault, where there is one.</summary>
    public object? Offender { get; }

    /// <summary>Whether the class number or label that is the target of a sample is at fault.</summary>
    public bool IsOfLabel => Id is nameof(LossErrors.LabelOutOfRange) or nameof(LossErrors.LabelNotInteger);

    /// <summary>Whether the call is at fault, by a parameter or a name that leads nowhere, and not the values that are measured.</summary>
    public bool IsOfCall => Id is nameof(LossErrors.ParameterOutOfRange) or nameof(LossErrors.OptionNotSupported) or nameof(LossErrors.ClassWeightCountMismatch)
        or nameof(LossErrors.PropertyNotFound) or nameof(LossErrors.ColumnNotFound) or nameof(LossErrors.FileNotFound) or nameof(LossErrors.FileExists)
        or nameof(LossErrors.NotFileSystemPath) or nameof(LossErrors.UnsupportedFileFormat);

    /// <summary>What an examination made of the failure; empty where none was asked for.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; private init; } = [];

    /// <summary>The same failure with what an examination made of it.</summary>
    internal LossException With(IReadOnlyList<Diagnostic> findings) => new(Id, Message, Remedy, Row, Offender, Column) { Findings = findings };

    /// <summary>The same failure with another remedy, for who knows what the values were given for.</summary>
    /// <param name="remedy">What would be right, as one sentence.</param>
    public LossException WithRemedy(string remedy) => new(Id, Message, remedy, Row, Offender, Column) { Findings = Findings };

    /// <summary>The failure as something that was found in the input.</summary>
    public Diagnostic ToDiagnostic() =>
        new(Id, Message, Remedy, 1, Row ?? 0) { Severity = Severity.Error, Reason = "There is no number for it.", Rows = Row is long row ? [row] : [] };
}
