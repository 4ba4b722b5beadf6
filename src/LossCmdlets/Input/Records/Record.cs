namespace LossCmdlets.Input.Records;

/// <summary>A record as it came, and what is inside its wrapper.</summary>
/// <param name="Given">The record, wrapped or not.</param>
/// <param name="Inner">The record out of its wrapper; the same object where there is none.</param>
internal readonly record struct Record(object Given, object Inner);
