namespace HelpBuilder;

/// <summary>What a parameter is in one parameter set.</summary>
internal sealed record Binding(string Set, bool Mandatory, int? Position, string Pipeline);
