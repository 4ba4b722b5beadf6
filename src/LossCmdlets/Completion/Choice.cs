namespace LossCmdlets.Completion;

/// <summary>What a word may be completed to.</summary>
/// <param name="Name">What is written.</param>
/// <param name="Tip">What is told of it; null for the name itself.</param>
internal sealed record Choice(string Name, string? Tip = null)
{
    /// <summary>What else it is found by.</summary>
    public IEnumerable<string> Synonyms { get; init; } = [];

    /// <summary>All that it is found by.</summary>
    public IEnumerable<string> Names => Synonyms.Prepend(Name);
}
