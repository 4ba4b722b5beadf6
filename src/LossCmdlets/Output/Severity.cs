namespace LossCmdlets.Output;

/// <summary>How much a finding bears on the number.</summary>
public enum Severity
{
    /// <summary>Worth knowing; the number means what it says.</summary>
    Information,

    /// <summary>The number may mean something else than intended.</summary>
    Warning,

    /// <summary>There is no number, or it does not mean what it says.</summary>
    Error,
}
