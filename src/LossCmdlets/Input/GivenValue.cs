namespace LossCmdlets.Input;

/// <summary>A value that was given, which may be null.</summary>
/// <param name="Value">The value.</param>
internal sealed record GivenValue(object? Value);
