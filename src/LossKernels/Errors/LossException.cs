namespace LossKernels;

/// <summary>
/// A failure with an identifier, a place and a remedy. <see cref="LossErrors"/> makes every one of them.
/// </summary>
public class LossException : Exception
{
    internal LossException(string id, string message, string remedy)
        : base(message)
    {
        Id = id;
        Remedy = remedy;
    }

    /// <summary>The same failure in other words.</summary>
    private protected LossException(LossException failure, string message, string remedy)
        : this(failure.Id, message, remedy)
    {
        Kind = failure.Kind;
        Scope = failure.Scope;
        Row = failure.Row;
        Column = failure.Column;
        Offender = failure.Offender;
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

    /// <summary>The same failure told otherwise, for who knows more of the values.</summary>
    /// <param name="message">What was given and where, in sentences.</param>
    public LossException WithMessage(string message) => Saying(message, Remedy);

    /// <summary>The same failure with another remedy, for who knows what the values were given for.</summary>
    /// <param name="remedy">What would be right, as one sentence.</param>
    public LossException WithRemedy(string remedy) => Saying(Message, remedy);

    /// <summary>The same failure in the words of a shell, which calls options and functions otherwise: texts name them in backquotes, as C# writes them.</summary>
    /// <param name="spell">Puts a text into its words.</param>
    public LossException InWords(Func<string, string> spell)
    {
        ArgumentNullException.ThrowIfNull(spell);
        return Saying(spell(Message), spell(Remedy));
    }

    /// <summary>The same failure in other words.</summary>
    private protected virtual LossException Saying(string message, string remedy) => new(this, message, remedy);
}
