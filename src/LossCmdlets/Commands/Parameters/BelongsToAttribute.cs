namespace LossCmdlets.Commands.Parameters;

/// <summary>
/// The parameter sets in which a parameter means something, as the help shows them. The engine takes it with the others too, where the cmdlet says
/// what stands in its place: of parameters that have no set in common the engine says that alone.
/// </summary>
/// <param name="sets">The sets.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BelongsToAttribute(params string[] sets) : Attribute
{
    /// <summary>The sets.</summary>
    public IReadOnlyList<string> Sets { get; } = sets;
}
