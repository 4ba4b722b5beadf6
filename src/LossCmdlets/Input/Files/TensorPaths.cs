namespace LossCmdlets.Input.Files;

/// <summary>Files of tensors and the name of the tensor in each, where they hold several.</summary>
/// <param name="Paths">The files.</param>
/// <param name="Key">The name, or null.</param>
internal sealed record TensorPaths(IReadOnlyList<string> Paths, string? Key);
