namespace LossCmdlets.Output;

/// <summary>What a loss is in a convention.</summary>
/// <param name="Convention">The convention.</param>
/// <param name="Name">What the framework calls it.</param>
/// <param name="Note">What to know about it, or null.</param>
public sealed record LossFunctionUse(string Convention, string[] Name, string? Note)
{
    /// <summary>The convention, what the loss is called there, and what to know about it.</summary>
    public override string ToString() => Convention + (Name.Length == 0 ? "" : $": {string.Join(", ", Name)}") + (Note is null ? "" : $". {Note}");
}
