namespace LossCmdlets.Output;

/// <summary>Something seen in legal input that can make the number mean something else than intended.</summary>
/// <param name="Id">The name of the rule that saw it.</param>
/// <param name="Message">What was seen and where.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Count">How often it was seen.</param>
/// <param name="FirstRow">The first sample in which it was seen, from zero.</param>
public sealed record Diagnostic(string Id, string Message, string Remedy, long Count, long FirstRow)
{
    /// <summary>The id and what was seen.</summary>
    public override string ToString() => $"{Id}: {Message} {Remedy}";
}
